import { z } from 'zod';
import { fail, pass, shown } from '../evaluation.ts';
import { insideFence } from '../fence.ts';
import { defineRule } from '../rule.ts';

export const onlyJson = defineRule({
  rule: 'only_json',
  meaning: 'The output is a JSON value and nothing else: no prose, and no code fence unless one is allowed.',
  parameters: z.strictObject({ allow_fence: z.boolean().default(false) }),
  example: {},
  guards: ['code_fence', 'filler_text', 'broken_format', 'truncate', 'empty', 'refusal'],
  evaluate({ allow_fence }, { output }) {
    try {
      JSON.parse((allow_fence ? insideFence(output)?.text : undefined) ?? output);
      return pass();
    } catch (error) {
      return fail({ found: shown((error as Error).message), expected: 'JSON alone' });
    }
  },
});
