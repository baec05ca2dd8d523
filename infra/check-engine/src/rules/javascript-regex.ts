import { z } from 'zod';
import { fail, ofProgram, pass } from '../evaluation.ts';
import { defineRule } from '../rule.ts';

/** Runs in the sandbox, which ends what would not. */
const CODE = `(pattern, text) => {
  let made;
  try { made = new RegExp(pattern); } catch (error) { return { broken: String(error.message) }; }
  return { matched: made.test(text) };
}`;

const Answer = z.object({ broken: z.string().optional(), matched: z.boolean().default(false) });

export const javascriptRegex = defineRule({
  rule: 'javascript_regex',
  meaning:
    'The output matches this JavaScript regular expression somewhere, run in a sandbox; `regex` is faster where RE2 will do.',
  parameters: z.strictObject({ pattern: z.string().min(1).max(2_000) }),
  example: { pattern: '(?<!no )refund' },
  guards: ['broken_format', 'wrong_value', 'empty'],
  program: ({ pattern }, { output }) => ({ code: CODE, arguments: [pattern, output] }),
  read: (result, { pattern }) =>
    ofProgram(result, (value) => {
      const { broken, matched } = Answer.parse(value);
      if (matched) return pass();
      return fail({ found: broken ?? 'no match', expected: `one of ${pattern}` });
    }),
});
