import { z } from 'zod';
import { counting, outside } from '../bounds.ts';
import { told, unless } from '../evaluation.ts';
import { occurrences } from '../occurrences.ts';
import { Text } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded, foldedOf } from '../text.ts';

export const keywordCount = defineRule({
  rule: 'keyword_count',
  meaning: 'This keyword occurs in the output, in any case, as often as these bounds say.',
  parameters: counting({ keyword: Text, whole_words: z.boolean().default(false) }),
  example: { keyword: 'coffee', min: 2, max: 4 },
  guards: ['drop', 'duplicate', 'wrong_style'],
  evaluate({ keyword, whole_words, ...within }, context) {
    const count = occurrences(foldedOf(context), folded(keyword), whole_words);
    return unless(outside(count, within, `times ${told(keyword)}`));
  },
});
