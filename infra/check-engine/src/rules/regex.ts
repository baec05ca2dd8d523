import { z } from 'zod';
import { unless } from '../evaluation.ts';
import { matches, Pattern, placeOfMatch } from '../pattern.ts';
import { defineRule } from '../rule.ts';

export const regex = defineRule({
  rule: 'regex',
  meaning: 'The output matches this RE2 pattern somewhere, or nowhere.',
  parameters: z.strictObject({ pattern: Pattern, must_match: z.boolean().default(true) }),
  example: { pattern: '^\\{' },
  guards: ['broken_format', 'wrong_value', 'empty'],
  evaluate({ pattern, must_match }, { output }) {
    if (matches(pattern, output) === must_match) return unless(undefined);
    if (must_match) return unless({ found: 'no match', expected: `one of ${pattern}` });
    return unless({ found: 'a match', expected: `none of ${pattern}`, span: placeOfMatch(pattern, output) });
  },
});
