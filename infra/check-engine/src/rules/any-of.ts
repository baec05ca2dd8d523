import { z } from 'zod';
import { joined } from '../joined.ts';
import { Parts } from '../parts.ts';
import { defineRule } from '../rule.ts';

export const anyOf = defineRule({
  rule: 'any_of',
  meaning: 'At least one of these rules passes.',
  parameters: z.strictObject({ rules: Parts }),
  example: {
    rules: [
      { rule: 'contains', text: 'yes' },
      { rule: 'contains', text: 'no' },
    ],
  },
  guards: ['wrong_value'],
  parts: ({ rules }) => rules,
  join: (evaluations) => joined(evaluations, 'pass'),
});
