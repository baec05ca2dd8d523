import { z } from 'zod';
import { unless } from '../evaluation.ts';
import { knownNumbers, unknownNumber } from '../numbers.ts';
import { defineRule } from '../rule.ts';

export const numbersFromInput = defineRule({
  rule: 'numbers_from_input',
  meaning: 'Every number in the output occurs in the input, but for those allowed here; signs and commas aside.',
  parameters: z.strictObject({ allow: z.array(z.number()).max(200).default([]) }),
  example: { allow: [1, 2, 3] },
  guards: ['invent', 'wrong_value'],
  evaluate({ allow }, { output, input }) {
    const known = new Set([...knownNumbers(input), ...allow.map(Math.abs)]);
    const invented = unknownNumber(output, known);
    return unless(invented && { found: invented.text, expected: 'a number of the input', span: invented });
  },
});
