import { z } from 'zod';
import { counting, outside } from '../bounds.ts';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { pieces, wordsOf } from '../text.ts';

export const wordCount = defineRule({
  rule: 'word_count',
  meaning: 'The number of words of the output lies within these bounds.',
  parameters: counting({
    parted_by: z
      .enum(['words', 'white_space'])
      .default('words')
      .describe('Words are runs of letters and digits, or whatever white space parts.'),
  }),
  example: { min: 100, max: 200 },
  guards: ['truncate', 'filler_text', 'empty'],
  evaluate({ parted_by, ...within }, context) {
    const words = parted_by === 'words' ? wordsOf(context) : pieces(context.output, /\S+/g);
    return unless(outside(words.length, within, 'words', words));
  },
});
