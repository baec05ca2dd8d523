import type { Estimate } from '@taskbench/contracts';
import { consistency, meanInterval, sourceOf } from '@taskbench/statistics';
import type { Repetitions } from './scores.ts';

export type Estimated = Estimate | null;

/** How scores are turned into an estimate: the seed, whether each is right or wrong as a whole, inputs of one source. */
export interface Drawing {
  readonly seed: number;
  readonly binary: boolean;
  readonly groups: ReadonlyMap<string, string>;
}

/** The mean over inputs with its interval; null when nothing was measured. */
export function estimate(scores: ReadonlyMap<string, number | null>, { seed, binary, groups }: Drawing): Estimated {
  const measured = [...scores].filter((entry): entry is [string, number] => entry[1] !== null);
  const { mean, low, high, n } = meanInterval(
    measured.map(([, score]) => score),
    { seed, scale: [0, 1], binary, groups: measured.map(([input]) => sourceOf(input, groups.get(input))) },
  );
  return mean === null ? null : { mean, low, high, n };
}

/** How much a model's F1 moves when the same input is asked again; null when none was asked twice. No interval is given. */
export function spread(repetitions: Repetitions): Estimated {
  const lists = [...repetitions.values()].filter((list) => list.length > 1);
  const std = consistency(lists);
  return std === null ? null : { mean: std, low: null, high: null, n: lists.length };
}
