import { mean, sampleVariance } from './mean.ts';

/**
 * How much a model's score moves when the same input is asked again: √(mean of variances over inputs), lower is
 * better (science.md 2.3). Takes the scores of the repetitions, a list an input; null if none was asked twice.
 */
export function consistency(scoresByInput: readonly (readonly number[])[]): number | null {
  const within = varianceWithin(scoresByInput);
  return within === null ? null : Math.sqrt(within);
}

const varianceWithin = (scoresByInput: readonly (readonly number[])[]): number | null =>
  mean(scoresByInput.map(sampleVariance).filter((variance) => variance !== null));

/**
 * How much the headline itself moves from one whole repetition to the next: the standard deviation of the means of
 * the N repetitions. Inputs that lack a repetition are left out; null for N < 2 or no such input.
 */
export function spreadOfRunMeans(scoresByInput: readonly (readonly number[])[]): number | null {
  const repetitions = Math.max(0, ...scoresByInput.map(({ length }) => length));
  const whole = scoresByInput.filter(({ length }) => length === repetitions);
  const runs = Array.from({ length: repetitions }, (_, run) => mean(whole.map((scores) => scores[run]!)));
  const variance = sampleVariance(runs.filter((run) => run !== null));
  return variance === null ? null : Math.sqrt(variance);
}

/** Relative error of a standard deviation from N values, about 1/√(2(N−1)); null for fewer than two. */
export const errorOfSpread = (repetitions: number): number | null =>
  repetitions < 2 ? null : 1 / Math.sqrt(2 * (repetitions - 1));

/** Where the spread of scores comes from: how different the inputs are, and how differently one input is answered. */
export interface VarianceSplit {
  between: number;
  within: number;
}

/**
 * Variance between inputs and within them, by the analysis of variance (Searle, Casella & McCulloch 1992): what the
 * means of inputs vary beyond what their repetitions explain, at least 0. Null without repetitions or a second input.
 */
export function splitVariance(scoresByInput: readonly (readonly number[])[]): VarianceSplit | null {
  const asked = scoresByInput.filter(({ length }) => length > 0);
  const within = varianceWithin(asked);
  const total = sampleVariance(asked.map((scores) => mean(scores)!));
  if (within === null || total === null) return null;
  const explained = within * mean(asked.map(({ length }) => 1 / length))!;
  return { between: Math.max(0, total - explained), within };
}

/** By what part an interval narrows when inputs, or repetitions of each, are doubled: both cost the same calls. */
export function narrowing(
  { between, within }: VarianceSplit,
  repetitions: number,
): { inputs: number; repetitions: number } | null {
  const now = between + within / repetitions;
  if (now === 0) return null;
  return { inputs: 1 - Math.SQRT1_2, repetitions: 1 - Math.sqrt((between + within / (2 * repetitions)) / now) };
}
