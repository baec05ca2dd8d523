import { counting, outside } from '../bounds.ts';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { wordsOf } from '../text.ts';

export const capitalWordCount = defineRule({
  rule: 'capital_word_count',
  meaning: 'The number of words in capital letters alone, a hyphenated one counted once, lies within these bounds.',
  parameters: counting({}),
  example: { max: 3 },
  guards: ['wrong_style'],
  evaluate(within, context) {
    const capitals = wordsOf(context).filter(({ text }) => /\p{Lu}/u.test(text) && !/[\p{Ll}\p{Lt}]/u.test(text));
    return unless(outside(capitals.length, within, 'words in capitals', capitals));
  },
});
