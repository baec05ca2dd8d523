import { z } from 'zod';
import { didNotRun } from '../evaluation.ts';
import { defineRule } from '../rule.ts';

export const judge = defineRule({
  rule: 'judge',
  meaning: 'A judging model finds that the output meets this criterion.',
  parameters: z.strictObject({ criterion: z.string().min(1).max(2_000) }),
  example: { criterion: 'Every action item names one person who is to do it.' },
  guards: ['wrong_value', 'wrong_style', 'refusal'],
  evaluate: () => didNotRun('no judge'),
});
