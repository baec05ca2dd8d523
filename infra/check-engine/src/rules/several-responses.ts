import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { separated } from '../separated.ts';
import { folded } from '../text.ts';

export const severalResponses = defineRule({
  rule: 'several_responses',
  meaning: 'The output is as many responses as asked, all different, with this separator between them.',
  parameters: z.strictObject({
    count: z.int().min(2).max(50).default(2),
    separator: z.string().min(1).max(50).default('******'),
  }),
  example: { count: 2 },
  guards: ['drop', 'duplicate', 'truncate', 'wrong_style', 'empty'],
  evaluate({ count, separator }, { output }) {
    const responses = separated(output, separator);
    const empty = responses.find(({ text }) => text === '');
    if (empty) return unless({ found: 'an empty response', expected: 'text between separators', span: empty });
    if (responses.length !== count)
      return unless({ found: `${responses.length} responses`, expected: `${count}`, span: responses[count] });
    const seen = new Set<string>();
    const twin = responses.find(({ text }) => seen.size === seen.add(folded(text)).size);
    return unless(twin && { found: `${told(twin.text)} again`, expected: 'different responses', span: twin });
  },
});
