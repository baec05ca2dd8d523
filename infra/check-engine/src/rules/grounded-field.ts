import { z } from 'zod';
import { everyItem, fieldOf } from '../items.ts';
import { defineRule } from '../rule.ts';
import { folded } from '../text.ts';

export const groundedField = defineRule({
  rule: 'grounded_field',
  meaning: 'A field of every item is quoted from the input, case and white space aside; null is let pass.',
  parameters: z.strictObject({ field: z.string().min(1) }),
  example: { field: 'owner' },
  guards: ['invent', 'wrong_value'],
  evaluate({ field }, context) {
    const input = folded(context.input);
    return everyItem(context, (item) => {
      const value = fieldOf(item, field);
      if (value === null || value === undefined) return undefined;
      return input.includes(folded(String(value)))
        ? undefined
        : `"${field}" is ${JSON.stringify(value)}, which the input does not say.`;
    });
  },
});
