import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { PERSONAL, personalData, type PersonalKind } from '../personal-data.ts';
import { defineRule } from '../rule.ts';

const KINDS = Object.keys(PERSONAL) as [PersonalKind, ...PersonalKind[]];

export const noPersonalData = defineRule({
  rule: 'no_personal_data',
  meaning: 'Nothing in the output looks like personal data of these kinds, or like such that the input does not have.',
  parameters: z.strictObject({
    kinds: z.array(z.enum(KINDS)).min(1).default(KINDS),
    allow_from_input: z.boolean().default(false),
  }),
  example: { kinds: ['email', 'phone', 'card'] },
  guards: ['personal_data', 'invent'],
  evaluate({ kinds, allow_from_input }, { output, input }) {
    for (const kind of kinds) {
      const found = personalData(kind, output).find(({ text }) => !allow_from_input || !input.includes(text));
      if (found) return unless({ found: `${told(found.text)} (${kind})`, expected: 'no personal data', span: found });
    }
    return unless(undefined);
  },
});
