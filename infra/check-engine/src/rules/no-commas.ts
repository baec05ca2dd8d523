import { z } from 'zod';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';

export const noCommas = defineRule({
  rule: 'no_commas',
  meaning: 'The output has no comma, of no script.',
  parameters: z.strictObject({}),
  example: {},
  guards: ['wrong_style'],
  evaluate(_, { output }) {
    const start = output.search(/[,،，、]/u);
    return unless(start < 0 ? undefined : { found: 'a comma', expected: 'none', span: { start, end: start + 1 } });
  },
});
