import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';

const WRONG = {
  upper: { pattern: /\p{Ll}[\p{L}\p{M}]*/u, expected: 'capital letters alone' },
  lower: { pattern: /[\p{Lu}\p{Lt}][\p{L}\p{M}]*/u, expected: 'small letters alone' },
} as const;

export const letterCase = defineRule({
  rule: 'letter_case',
  meaning: 'The output has letters, and all of those that have two cases are of this one.',
  parameters: z.strictObject({ case: z.enum(['upper', 'lower']) }),
  example: { case: 'lower' },
  guards: ['wrong_style', 'empty'],
  evaluate(parameters, { output }) {
    const { pattern, expected } = WRONG[parameters.case];
    const found = pattern.exec(output);
    if (found) {
      const span = { start: found.index, end: found.index + found[0].length };
      return unless({ found: told(found[0]), expected, span });
    }
    return unless(/\p{Lu}|\p{Ll}/u.test(output) ? undefined : { found: 'no letters that have a case', expected });
  },
});
