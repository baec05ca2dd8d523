import { mean } from '@taskbench/statistics';
import type { CallRow } from '../projections/calls.ts';

/** The metrics of one output that are averaged. */
export type Metric = 'accuracy' | 'hallucination_rate' | 'completeness' | 'f1' | 'instruction_following';

/** A model's scores by input, a list of its repetitions. */
export type Repetitions = ReadonlyMap<string, readonly number[]>;

/** What one output counts for; null where that was not measured. */
export type ScoreOf = (call: CallRow) => number | null;

/** A model's scores by input, in whatever order they were given; failed and unscored calls and nulls are left out. */
export function repetitions(calls: readonly CallRow[], inputs: readonly string[], scoreOf: ScoreOf): Repetitions {
  const scores = new Map<string, number[]>(inputs.map((input) => [input, []]));
  for (const call of calls) {
    const score = scoreOf(call);
    if (score !== null) scores.get(call.input_id)?.push(score);
  }
  // sums of doubles depend on their order, figures must not
  for (const list of scores.values()) list.sort((a, b) => a - b);
  return scores;
}

/** A model's score on each input: the mean over its repetitions, null where it has none. */
export const byInput = (scores: Repetitions): Map<string, number | null> =>
  new Map([...scores].map(([input, list]) => [input, mean(list)]));

/** The inputs that any call was made for, in a fixed order. */
export const inputsOf = (calls: readonly CallRow[]): string[] =>
  [...new Set(calls.map(({ input_id }) => input_id))].sort((a, b) => (a < b ? -1 : 1));

/** A model's answers to each input, in order of repetition. */
export function answersOf(calls: readonly CallRow[], inputs: readonly string[]): CallRow[][] {
  const answers = new Map<string, CallRow[]>(inputs.map((input) => [input, []]));
  for (const call of calls) if (call.status === 'answered') answers.get(call.input_id)?.push(call);
  return [...answers.values()].map((list) => list.sort((a, b) => a.repetition - b.repetition));
}
