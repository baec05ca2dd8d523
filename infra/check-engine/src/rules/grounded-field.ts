import { z } from 'zod';
import { everyField } from '../items.ts';
import { Field } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded, foldedInputOf } from '../text.ts';

export const groundedField = defineRule({
  rule: 'grounded_field',
  meaning: 'A field of every item is quoted from the input, case and white space aside; null is let pass.',
  parameters: z.strictObject({ field: Field }),
  example: { field: 'owner' },
  guards: ['invent', 'wrong_value'],
  evaluate({ field }, context) {
    const input = foldedInputOf(context);
    return everyField(
      context,
      field,
      'what the input says',
      (value) =>
        value === null ||
        value === undefined ||
        input.includes(folded(typeof value === 'string' ? value : JSON.stringify(value))),
    );
  },
});
