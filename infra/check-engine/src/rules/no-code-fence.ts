import { z } from 'zod';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { pieces } from '../text.ts';

export const noCodeFence = defineRule({
  rule: 'no_code_fence',
  meaning: 'The output has no Markdown code fence.',
  parameters: z.strictObject({}),
  example: {},
  guards: ['code_fence'],
  evaluate(_, { output }) {
    const [fence] = pieces(output, /^[^\S\r\n]*(?:```|~~~).*$/gm);
    return unless(fence && { found: 'a code fence', expected: 'none', span: fence });
  },
});
