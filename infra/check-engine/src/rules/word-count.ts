import { z } from 'zod';
import { defineRule, unless } from '../rule.ts';
import { outside, words } from '../text.ts';

const count = z.int().min(0).optional();

export const wordCount = defineRule({
  rule: 'word_count',
  meaning: 'The number of words of the output lies within these bounds.',
  parameters: z.strictObject({ min: count, max: count }),
  example: { min: 100, max: 200 },
  guards: ['truncate', 'filler_text', 'empty'],
  evaluate: (bounds, { output }) => unless(outside(words(output).length, bounds, 'words')),
});
