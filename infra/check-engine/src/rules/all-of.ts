import { z } from 'zod';
import { joined } from '../joined.ts';
import { Parts } from '../parts.ts';
import { defineRule } from '../rule.ts';

export const allOf = defineRule({
  rule: 'all_of',
  meaning: 'Every one of these rules that applies passes.',
  parameters: z.strictObject({ rules: Parts }),
  example: { rules: [{ rule: 'only_json' }, { rule: 'item_count', min: 1 }] },
  guards: ['broken_format', 'wrong_value'],
  parts: ({ rules }) => rules,
  join: (evaluations) => joined(evaluations, 'fail'),
});
