import { z } from 'zod';
import { everyItem, fieldOf } from '../items.ts';
import { defineRule } from '../rule.ts';
import { folded } from '../text.ts';

export const uniqueItems = defineRule({
  rule: 'unique_items',
  meaning: 'No two items are the same, by these fields or as a whole.',
  parameters: z.strictObject({ fields: z.array(z.string().min(1)).min(1).optional() }),
  example: { fields: ['owner', 'action'] },
  guards: ['duplicate'],
  evaluate({ fields }, context) {
    const seen = new Set<string>();
    return everyItem(context, (item) => {
      const compared = fields ? fields.map((field) => fieldOf(item, field) ?? null) : item;
      const key = JSON.stringify(compared, (_, part: unknown) => (typeof part === 'string' ? folded(part) : part));
      if (seen.has(key)) return `${key} stands twice.`;
      seen.add(key);
      return undefined;
    });
  },
});
