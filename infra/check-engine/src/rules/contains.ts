import { z } from 'zod';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { folded } from '../text.ts';

export const contains = defineRule({
  rule: 'contains',
  meaning: 'The output contains this text, as often as asked at least.',
  parameters: z.strictObject({
    text: z.string().min(1).max(1_000),
    times: z.int().min(1).max(1_000).default(1),
    case_sensitive: z.boolean().default(false),
  }),
  example: { text: 'action_items' },
  guards: ['drop', 'missing_field'],
  evaluate({ text, times, case_sensitive }, { output }) {
    const [within, sought] = case_sensitive ? [output, text] : [folded(output), folded(text)];
    const found = within.split(sought).length - 1;
    return unless(
      found < times ? { found: `"${text}" ${found} times`, expected: `it at least ${times} times` } : undefined,
    );
  },
});
