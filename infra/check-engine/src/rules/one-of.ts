import { z } from 'zod';
import { told } from '../evaluation.ts';
import { everyField } from '../items.ts';
import { Field } from '../parameters.ts';
import { defineRule } from '../rule.ts';

export const oneOf = defineRule({
  rule: 'one_of',
  meaning: 'A field of every item has one of these values.',
  parameters: z.strictObject({
    field: Field,
    values: z
      .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .min(1)
      .max(500),
  }),
  example: { field: 'severity', values: ['low', 'high'] },
  guards: ['wrong_value'],
  evaluate: ({ field, values }, context) =>
    everyField(context, field, `one of ${told(values)}`, (value) => values.some((one) => one === value)),
});
