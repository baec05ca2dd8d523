import { mean } from './mean.ts';

/** Of one input: how many of its N repetitions succeeded. */
export interface Tries {
  successes: number;
  repetitions: number;
}

/** C(from, k) / C(of, k), without the large numbers between. */
const chooseRatio = (from: number, of: number, k: number): number => {
  let ratio = 1;
  for (let i = 0; i < k; i++) ratio *= Math.max(0, from - i) / (of - i);
  return ratio;
};

/** Mean over inputs asked at least k times; null if there is none (k > N). */
const over = (inputs: readonly Tries[], k: number, value: (tries: Tries) => number): number | null =>
  mean(inputs.filter(({ repetitions }) => repetitions >= k).map(value));

/** pass^k: the chance that k answers to one input are all right, C(c,k)/C(N,k) (τ-bench, arXiv:2406.12045). */
export const passAll = (inputs: readonly Tries[], k: number): number | null =>
  over(inputs, k, ({ successes, repetitions }) => chooseRatio(successes, repetitions, k));

/** pass@k: the chance that at least one of k answers is right, 1 − C(N−c,k)/C(N,k) (arXiv:2107.03374). */
export const passAny = (inputs: readonly Tries[], k: number): number | null =>
  over(inputs, k, ({ successes, repetitions }) => 1 - chooseRatio(repetitions - successes, repetitions, k));
