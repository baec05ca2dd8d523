import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { occurrences, placeOfText } from '../occurrences.ts';
import { Texts } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded, foldedOf } from '../text.ts';

export const forbiddenWords = defineRule({
  rule: 'forbidden_words',
  meaning: 'None of these words or phrases occurs in the output as a whole word, in any case.',
  parameters: z.strictObject({ words: Texts }),
  example: { words: ['sorry', 'unfortunately'] },
  guards: ['filler_text', 'refusal', 'wrong_style'],
  evaluate({ words }, context) {
    const within = foldedOf(context);
    const found = words.find((word) => occurrences(within, folded(word), true) > 0);
    if (found === undefined) return unless(undefined);
    return unless({ found: told(found), expected: 'no such word', span: placeOfText(context.output, found) });
  },
});
