import type { CallRow } from '../projections/calls.ts';
import { mean } from '@taskbench/statistics';

/** The metrics of one output that are averaged. */
export type Metric = 'accuracy' | 'hallucination_rate' | 'completeness' | 'f1' | 'instruction_following';

/** A model's scores by input, a list of its repetitions; failed and unscored calls and nulls are left out. */
export function repetitions(
  calls: readonly CallRow[],
  inputs: readonly string[],
  metric: Metric,
): Map<string, number[]> {
  const scores = new Map<string, number[]>(inputs.map((input) => [input, []]));
  for (const { input_id, [metric]: score } of calls) if (score !== null) scores.get(input_id)?.push(score);
  // sums of doubles depend on their order, figures must not
  for (const list of scores.values()) list.sort((a, b) => a - b);
  return scores;
}

/** A model's score on each input: the mean over its repetitions, null where it has none. */
export const byInput = (scores: ReadonlyMap<string, readonly number[]>): Map<string, number | null> =>
  new Map([...scores].map(([input, list]) => [input, mean(list)]));

/** The inputs that any call was made for, in a fixed order. */
export const inputsOf = (calls: readonly CallRow[]): string[] =>
  [...new Set(calls.map(({ input_id }) => input_id))].sort((a, b) => (a < b ? -1 : 1));
