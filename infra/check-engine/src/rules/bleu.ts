import { z } from 'zod';
import { unless } from '../evaluation.ts';
import { lowerWords, runs, shared } from '../ngrams.ts';
import { References, Share } from '../parameters.ts';
import { defineRule } from '../rule.ts';

/** Stands for no run in common, so that one empty order does not decide alone. */
const ALMOST_NONE = 1e-7;

export const bleu = defineRule({
  rule: 'bleu',
  meaning:
    'The BLEU score of the output is at least this (Papineni et al. 2002: 1 to 4 words, brevity penalty; orders longer than the output are left out, none in common counts 1e-7).',
  parameters: z.strictObject({ references: References, at_least: Share.default(0.5) }),
  example: { references: ['The weather is beautiful today'], at_least: 0.7 },
  guards: ['wrong_value', 'drop', 'empty', 'refusal'],
  evaluate({ references, at_least }, { output }) {
    const score = bleuOf(
      lowerWords(output),
      references.map(lowerWords).filter(({ length }) => length > 0),
    );
    return unless(
      score >= at_least ? undefined : { found: `BLEU ${score.toFixed(4)}`, expected: `at least ${at_least}` },
    );
  },
});

function bleuOf(words: readonly string[], references: readonly (readonly string[])[]): number {
  if (words.length === 0 || references.length === 0) return 0;
  const orders = [1, 2, 3, 4].filter((n) => n <= words.length);
  const logs = orders.map((n) => {
    const own = runs(words, n);
    const most = Math.max(...references.map((reference) => shared(own, runs(reference, n))));
    return Math.log(most === 0 ? ALMOST_NONE : most / (words.length - n + 1));
  });
  const [nearest] = references
    .map(({ length }) => length)
    .toSorted((a, b) => Math.abs(a - words.length) - Math.abs(b - words.length) || a - b);
  const brevity = words.length > nearest! ? 1 : Math.exp(1 - nearest! / words.length);
  return brevity * Math.exp(logs.reduce((sum, log) => sum + log, 0) / orders.length);
}
