import { RE2JS } from 're2js';
import { z } from 'zod';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';

/** RE2 runs in time linear in the text, so no pattern can hang a run. */
const pattern = z
  .string()
  .min(1)
  .max(500)
  .superRefine((text, issues) => {
    try {
      RE2JS.compile(text);
    } catch (error) {
      issues.addIssue({ code: 'custom', message: `is not an RE2 pattern: ${(error as Error).message}` });
    }
  });

export const regex = defineRule({
  rule: 'regex',
  meaning: 'The output matches this RE2 pattern somewhere, or nowhere.',
  parameters: z.strictObject({ pattern, must_match: z.boolean().default(true) }),
  example: { pattern: '^\\{' },
  guards: ['broken_format', 'wrong_value'],
  evaluate({ pattern: text, must_match }, { output }) {
    const found = RE2JS.compile(text).matcher(output).find();
    return unless(
      found === must_match
        ? undefined
        : { found: found ? 'a match' : 'no match', expected: `${must_match ? 'one' : 'none'} of ${text}` },
    );
  },
});
