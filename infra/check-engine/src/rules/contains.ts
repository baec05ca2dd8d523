import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { occurrences } from '../occurrences.ts';
import { CaseSensitive, Text } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded, foldedOf } from '../text.ts';

export const contains = defineRule({
  rule: 'contains',
  meaning: 'The output contains this text, as often as asked at least.',
  parameters: z.strictObject({
    text: Text,
    times: z.int().min(1).max(1_000).default(1),
    case_sensitive: CaseSensitive,
  }),
  example: { text: 'action_items' },
  guards: ['drop', 'missing_field', 'truncate', 'empty'],
  evaluate({ text, times, case_sensitive }, context) {
    const found = case_sensitive ? occurrences(context.output, text) : occurrences(foldedOf(context), folded(text));
    return unless(
      found < times ? { found: `${told(text)} ${found} times`, expected: `at least ${times} times` } : undefined,
    );
  },
});
