import { z } from 'zod';
import { shown } from '../evaluation.ts';
import { fieldOf, inItem, withItems } from '../items.ts';
import { Fields } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded } from '../text.ts';

export const uniqueItems = defineRule({
  rule: 'unique_items',
  meaning: 'No two items are the same, by these fields or as a whole; case and white space aside.',
  parameters: z.strictObject({ fields: Fields.optional() }),
  example: { fields: ['owner', 'action'] },
  guards: ['duplicate'],
  evaluate: ({ fields }, context) =>
    withItems(context, (items) => {
      const seen = new Map<string, number>();
      for (const [at, item] of items.entries()) {
        const compared = fields ? fields.map((field) => fieldOf(item, field) ?? null) : item;
        const key = JSON.stringify(compared, (_, part: unknown) => (typeof part === 'string' ? folded(part) : part));
        const twin = seen.get(key);
        if (twin !== undefined) return inItem(at, `${shown(key)} again`, `it in item ${twin + 1} alone`);
        seen.set(key, at);
      }
      return undefined;
    }),
});
