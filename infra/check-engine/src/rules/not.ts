import { z } from 'zod';
import { fail, pass } from '../evaluation.ts';
import { Part } from '../parts.ts';
import { defineRule } from '../rule.ts';

export const not = defineRule({
  rule: 'not',
  meaning: 'This rule fails.',
  parameters: z.strictObject({ of: Part }),
  example: { of: { rule: 'contains', text: 'TODO' } },
  guards: ['wrong_value', 'wrong_style'],
  parts: ({ of }) => [of],
  join([inner], { of }) {
    if (inner!.verdict === 'fail') return pass(inner!.evidence);
    if (inner!.verdict !== 'pass') return inner!;
    return fail({ found: `what ${of.rule} wants`, expected: 'it not to hold', span: inner!.span });
  },
});
