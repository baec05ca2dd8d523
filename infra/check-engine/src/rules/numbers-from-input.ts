import { z } from 'zod';
import { unless } from '../evaluation.ts';
import { inputNumbersOf, unknownNumber } from '../numbers.ts';
import { defineRule } from '../rule.ts';

export const numbersFromInput = defineRule({
  rule: 'numbers_from_input',
  meaning: 'Every number in the output occurs in the input, but for those allowed here; signs and commas aside.',
  parameters: z.strictObject({ allow: z.array(z.number()).max(200).default([]) }),
  example: { allow: [1, 2, 3] },
  guards: ['invent', 'wrong_value'],
  evaluate({ allow }, context) {
    const known = inputNumbersOf(context);
    const invented = unknownNumber(
      context.output,
      (one) => known.has(one) || allow.some((other) => Math.abs(other) === one),
    );
    return unless(invented && { found: invented.text, expected: 'a number of the input', span: invented });
  },
});
