import { z } from 'zod';
import { defineRule, fail, pass } from '../rule.ts';

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
      return fail(`Not JSON alone: ${(error as Error).message}`);
    }
  },
});
