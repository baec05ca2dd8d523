import { z } from 'zod';
import { unless } from '../evaluation.ts';
import { lowerWords, runs, shared } from '../ngrams.ts';
import { References, Share } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { withoutEnd } from '../text.ts';

export const gleu = defineRule({
  rule: 'gleu',
  meaning:
    'The GLEU score of the output, the best over the references, is at least this: of all runs of 1 to 4 words the smaller of precision and recall, full stops at the end of words aside.',
  parameters: z.strictObject({ references: References, at_least: Share.default(0.5) }),
  example: { references: ['Hello world', 'Hi there world'], at_least: 0.6 },
  guards: ['wrong_value', 'drop', 'empty', 'refusal'],
  evaluate({ references, at_least }, { output }) {
    const words = wordsOf(output);
    const score = Math.max(...references.map((reference) => gleuOf(words, wordsOf(reference))));
    return unless(
      score >= at_least ? undefined : { found: `GLEU ${score.toFixed(4)}`, expected: `at least ${at_least}` },
    );
  },
});

/** A text of full stops alone has no words. */
function wordsOf(text: string): string[] {
  const words = lowerWords(text).map((word) => withoutEnd(word, '.'));
  return words.every((word) => word === '') ? [] : words;
}

function gleuOf(words: readonly string[], reference: readonly string[]): number {
  if (words.length === 0 || reference.length === 0) return 0;
  const orders = [1, 2, 3, 4];
  const common = orders.reduce((sum, n) => sum + shared(runs(words, n), runs(reference, n)), 0);
  const all = ({ length }: readonly string[]) => orders.reduce((sum, n) => sum + Math.max(0, length - n + 1), 0);
  return Math.min(common / all(words), common / all(reference));
}
