import { z } from 'zod';
import { didNotRun, fail, ofProgram, pass, shown } from '../evaluation.ts';
import { defineRule } from '../rule.ts';

const Answer = z.union([
  z.boolean().transform((held) => ({ pass: held, evidence: '' })),
  z.object({ pass: z.boolean(), evidence: z.string().default('') }),
]);

export const lambda = defineRule({
  rule: 'lambda',
  meaning:
    'This JavaScript function, run in a sandbox, says yes to the output: (output, { items, input, gold }) => true, false or { pass, evidence }.',
  parameters: z.strictObject({ code: z.string().min(1).max(20_000) }),
  example: { code: '(output, { items }) => items !== null && items.length % 2 === 0' },
  guards: ['wrong_value'],
  program: ({ code }, { output, items, input, gold }) => ({
    code,
    arguments: [output, { items, input, gold: gold ?? null }],
  }),
  read: (result) =>
    ofProgram(result, (value) => {
      const answer = Answer.safeParse(value);
      if (!answer.success) return didNotRun('the function answered neither yes nor no');
      const evidence = shown(answer.data.evidence);
      if (answer.data.pass) return pass(evidence);
      return fail({ found: evidence === '' ? 'no' : evidence, expected: 'the function to say yes' });
    }),
});
