import { z } from 'zod';
import { everyItem, fieldOf } from '../items.ts';
import { defineRule } from '../rule.ts';

export const oneOf = defineRule({
  rule: 'one_of',
  meaning: 'A field of every item has one of these values.',
  parameters: z.strictObject({
    field: z.string().min(1),
    values: z
      .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .min(1)
      .max(500),
  }),
  example: { field: 'severity', values: ['low', 'high'] },
  guards: ['wrong_value'],
  evaluate: ({ field, values }, context) =>
    everyItem(context, (item) => {
      const value = fieldOf(item, field);
      return values.some((one) => one === value)
        ? undefined
        : `"${field}" is ${JSON.stringify(value)}, expected one of ${JSON.stringify(values)}.`;
    }),
});
