import { mean } from './mean.ts';

const counts = (answers: readonly string[]): number[] => {
  const seen = new Map<string, number>();
  for (const answer of answers) seen.set(answer, (seen.get(answer) ?? 0) + 1);
  return [...seen.values()].sort((a, b) => a - b);
};
const repeated = (answers: readonly (readonly string[])[]) => answers.filter(({ length }) => length > 1);

/**
 * Total agreement rate: the share of inputs whose N answers are all the same (Atil et al. 2024, arXiv:2408.04667).
 * Of raw outputs it is TARr@N, of parsed and normalised answers TARa@N. Null if no input was answered twice.
 */
export const totalAgreement = (answersByInput: readonly (readonly string[])[]): number | null =>
  mean(repeated(answersByInput).map((answers) => (counts(answers).length === 1 ? 1 : 0)));

/** Entropy of an input's answers, −Σ p log₂ p over log₂ N: 0 always the same, 1 never twice. Null for N < 2. */
export function answerEntropy(answers: readonly string[]): number | null {
  const n = answers.length;
  if (n < 2) return null;
  const entropy = counts(answers).reduce((sum, count) => sum - (count / n) * Math.log2(count / n), 0);
  return Math.min(1, Math.max(0, entropy / Math.log2(n)));
}

/** Share of the most frequent answer of an input (self-consistency, arXiv:2203.11171). Null without an answer. */
export const modalShare = (answers: readonly string[]): number | null =>
  answers.length === 0 ? null : counts(answers).at(-1)! / answers.length;
