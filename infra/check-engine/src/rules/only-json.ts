import { z } from 'zod';
import { fail, shown, unless } from '../evaluation.ts';
import { insideFence } from '../fence.ts';
import { objectionUnder, Schema } from '../json-schema/held.ts';
import { defineRule } from '../rule.ts';

export const onlyJson = defineRule({
  rule: 'only_json',
  meaning:
    'The output is a JSON value and nothing else: no prose, and no code fence unless one is allowed; valid under this JSON Schema if there is one.',
  parameters: z.strictObject({ allow_fence: z.boolean().default(false), schema: Schema.optional() }),
  example: {},
  guards: ['code_fence', 'filler_text', 'broken_format', 'truncate', 'empty', 'refusal'],
  evaluate({ allow_fence, schema }, { output }) {
    try {
      const value: unknown = JSON.parse((allow_fence ? insideFence(output)?.text : undefined) ?? output);
      return unless(schema && objectionUnder(schema, value, output));
    } catch (error) {
      return fail({ found: shown((error as Error).message), expected: 'JSON alone' });
    }
  },
});
