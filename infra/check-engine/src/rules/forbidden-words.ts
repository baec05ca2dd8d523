import { z } from 'zod';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { folded, wordsOf } from '../text.ts';

export const forbiddenWords = defineRule({
  rule: 'forbidden_words',
  meaning: 'None of these words occurs in the output, in any case.',
  parameters: z.strictObject({ words: z.array(z.string().min(1).max(100)).min(1).max(200) }),
  example: { words: ['sorry', 'unfortunately'] },
  guards: ['filler_text'],
  evaluate({ words }, context) {
    const forbidden = new Set(words.map(folded));
    const found = wordsOf(context).find(({ text }) => forbidden.has(folded(text)));
    return unless(found && { found: `the word "${found.text}"`, expected: 'no forbidden word', span: found });
  },
});
