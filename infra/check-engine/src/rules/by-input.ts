import { z } from 'zod';
import { Part } from '../parts.ts';
import { defineRule } from '../rule.ts';

const Case = z.strictObject({
  inputs: z.array(z.string().min(1).max(120)).min(1).max(10_000).describe('Ids.'),
  of: Part,
});

export const byInput = defineRule({
  rule: 'by_input',
  meaning: 'The first of these rules that names the input passes; an input that none names is not judged.',
  parameters: z.strictObject({ cases: z.array(Case).min(1).max(5_000) }),
  example: { cases: [{ inputs: ['france'], of: { rule: 'contains', text: 'Paris' } }] },
  guards: ['wrong_value'],
  parts: ({ cases }) => cases.map(({ of }) => of),
  choose({ cases }, { input_id }) {
    const at = input_id === undefined ? -1 : cases.findIndex(({ inputs }) => inputs.includes(input_id));
    return at < 0 ? undefined : at;
  },
});
