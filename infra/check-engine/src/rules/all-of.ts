import { pass } from '../evaluation.ts';
import { Parts } from '../parts.ts';
import { defineRule } from '../rule.ts';
import { z } from 'zod';

export const allOf = defineRule({
  rule: 'all_of',
  meaning: 'Every one of these rules that applies passes.',
  parameters: z.strictObject({ rules: Parts }),
  example: { rules: [{ rule: 'only_json' }, { rule: 'item_count', min: 1 }] },
  guards: ['broken_format', 'wrong_value'],
  parts: ({ rules }) => rules,
  join: (evaluations) =>
    evaluations.find(({ verdict }) => verdict === 'fail') ??
    evaluations.find(({ verdict }) => verdict === 'error') ??
    (evaluations.find(({ verdict }) => verdict === 'pass') ? pass() : evaluations[0]!),
});
