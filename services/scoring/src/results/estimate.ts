import type { Estimate } from '@taskbench/contracts';
import { consistency, meanInterval } from '@taskbench/statistics';
import type { z } from 'zod';

export type Estimated = z.infer<typeof Estimate> | null;

/** How scores are turned into an estimate: the evaluation's seed, and whether each output is right or wrong as a whole. */
export interface Drawing {
  readonly seed: number;
  readonly binary: boolean;
}

/** The mean over inputs with its interval; null when nothing was measured. */
export function estimate(scores: ReadonlyMap<string, number | null>, { seed, binary }: Drawing): Estimated {
  const values = [...scores.values()].filter((score) => score !== null);
  const { mean, low, high, n } = meanInterval(values, { seed, scale: [0, 1], binary });
  return mean === null ? null : { mean, low, high, n };
}

/** How much a model's F1 moves when the same input is asked again; null when none was asked twice. No interval is given. */
export function spread(repetitions: ReadonlyMap<string, readonly number[]>): Estimated {
  const lists = [...repetitions.values()].filter((list) => list.length > 1);
  const std = consistency(lists);
  return std === null ? null : { mean: std, low: null, high: null, n: lists.length };
}
