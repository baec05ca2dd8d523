import { z } from 'zod';
import { fail, pass, shown } from '../evaluation.ts';
import { defineRule } from '../rule.ts';

export const onlyJson = defineRule({
  rule: 'only_json',
  meaning: 'The output is a JSON value and nothing else: no prose, no code fence.',
  parameters: z.strictObject({}),
  example: {},
  guards: ['code_fence', 'filler_text', 'broken_format'],
  evaluate(_, { output }) {
    try {
      JSON.parse(output);
      return pass();
    } catch (error) {
      return fail({ found: shown((error as Error).message), expected: 'JSON alone' });
    }
  },
});
