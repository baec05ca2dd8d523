import { z } from 'zod';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { linesOf } from '../text.ts';

export const noCodeFence = defineRule({
  rule: 'no_code_fence',
  meaning: 'The output has no Markdown code fence.',
  parameters: z.strictObject({}),
  example: {},
  guards: ['code_fence'],
  evaluate(_, context) {
    const fence = linesOf(context).find(({ text }) => /^\s*(?:```|~~~)/.test(text));
    return unless(fence && { found: 'a code fence', expected: 'none', span: fence });
  },
});
