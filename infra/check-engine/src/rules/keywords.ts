import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { occurrences } from '../occurrences.ts';
import { Texts } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded, foldedOf } from '../text.ts';

export const keywords = defineRule({
  rule: 'keywords',
  meaning: 'All of these keywords occur in the output, in any case, or as many of them as asked.',
  parameters: z.strictObject({
    keywords: Texts,
    at_least: z.int().min(1).max(200).optional().describe('All of them unless set.'),
    whole_words: z.boolean().default(false),
  }),
  example: { keywords: ['budget', 'deadline'] },
  guards: ['drop', 'truncate', 'empty', 'refusal'],
  evaluate({ keywords: sought, at_least = sought.length, whole_words }, context) {
    const within = foldedOf(context);
    const missing = sought.filter((keyword) => occurrences(within, folded(keyword), whole_words) === 0);
    if (sought.length - missing.length >= Math.min(at_least, sought.length)) return unless(undefined);
    return unless({ found: `none of ${told(missing)}`, expected: `at least ${at_least} of ${told(sought)}` });
  },
});
