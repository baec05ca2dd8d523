import { z } from 'zod';
import { defineRule, unless } from '../rule.ts';

export const noCodeFence = defineRule({
  rule: 'no_code_fence',
  meaning: 'The output has no Markdown code fence.',
  parameters: z.strictObject({}),
  example: {},
  guards: ['code_fence'],
  evaluate(_, { output }) {
    const line = output.split(/\r?\n/).findIndex((text) => /^\s*(```|~~~)/.test(text));
    return unless(line >= 0 ? `Line ${line + 1} begins a code fence.` : undefined);
  },
});
