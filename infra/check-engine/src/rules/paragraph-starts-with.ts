import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { folded, paragraphsOf, words } from '../text.ts';

export const paragraphStartsWith = defineRule({
  rule: 'paragraph_starts_with',
  meaning: 'The paragraph of this number, counted from 1, begins with this word, in any case.',
  parameters: z.strictObject({ paragraph: z.int().min(1).max(1_000), word: z.string().min(1).max(100) }),
  example: { paragraph: 2, word: 'however' },
  guards: ['swap', 'wrong_style', 'truncate'],
  evaluate({ paragraph, word }, context) {
    const part = paragraphsOf(context)[paragraph - 1];
    if (!part) return unless({ found: `no paragraph ${paragraph}`, expected: `one that begins with ${told(word)}` });
    const [first] = words(part.text);
    const before = first ? part.text.slice(0, first.start).trim() : part.text;
    if (first && folded(first.text) === folded(word) && !/[^\s"'“”‘’«»*_#>(]/u.test(before)) return unless(undefined);
    return unless({ found: told(part.text.slice(0, 40)), expected: `the word ${told(word)} first`, span: part });
  },
});
