import { counting, outside } from '../bounds.ts';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { wordsOf } from '../text.ts';

export const wordCount = defineRule({
  rule: 'word_count',
  meaning: 'The number of words of the output lies within these bounds.',
  parameters: counting({}),
  example: { min: 100, max: 200 },
  guards: ['truncate', 'filler_text', 'empty'],
  evaluate(within, context) {
    const words = wordsOf(context);
    return unless(outside(words.length, within, 'words', words));
  },
});
