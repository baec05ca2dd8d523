import { z } from 'zod';
import { notApplicable } from '../evaluation.ts';
import { Part } from '../parts.ts';
import { defineRule } from '../rule.ts';

export const when = defineRule({
  rule: 'when',
  meaning: 'Where the first rule passes the second one passes; elsewhere the third one, if there is one.',
  parameters: z.strictObject({ if: Part, then: Part, else: Part.optional() }),
  example: { if: { rule: 'item_count', min: 1 }, then: { rule: 'required_fields', fields: ['owner'] } },
  guards: ['wrong_value', 'missing_field'],
  parts: ({ if: condition, then, else: otherwise }) => [condition, then, ...(otherwise ? [otherwise] : [])],
  join([condition, then, otherwise]) {
    if (condition!.verdict === 'error') return condition!;
    if (condition!.verdict === 'pass') return then!;
    return otherwise ?? notApplicable(`The condition does not hold. ${condition!.evidence}`.trim());
  },
});
