import { bcaInterval, tInterval, wilson, type Interval } from './intervals.ts';
import { isConstant, mean } from './mean.ts';

/** A mean over inputs as it is shown: with its interval, or none when the inputs cannot carry one. */
export interface MeanInterval {
  mean: number | null;
  low: number | null;
  high: number | null;
  n: number;
  few_inputs: boolean;
}

/** How to judge scores: the scale they live on, and whether each is 0 or 1 by nature (a proportion). */
export interface MeanIntervalOptions {
  seed: number | string;
  scale: readonly [number, number];
  binary?: boolean;
}

const ENOUGH_TO_RESAMPLE = 20;
const ENOUGH_FOR_AN_INTERVAL = 5;

/**
 * The mean of scores, one an input, and its 95 % interval by science.md section 3: BCa bootstrap from 20 inputs on,
 * Student's t below, none for fewer than 5 inputs or no spread; 0/1 scores: Wilson.
 */
export function meanInterval(given: readonly number[], options: MeanIntervalOptions): MeanInterval {
  // Sums of floats depend on their order; in order of size they are the same however the inputs came.
  const values = [...given].sort((a, b) => a - b);
  const interval = chooseInterval(values, options);
  return {
    mean: mean(values),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    n: values.length,
    few_inputs: values.length < ENOUGH_TO_RESAMPLE,
  };
}

function chooseInterval(values: readonly number[], { seed, scale, binary }: MeanIntervalOptions): Interval | null {
  // averages over repetitions of 0/1 scores lie between and are no longer a count of successes
  if (binary && values.every((value) => value === 0 || value === 1))
    return wilson(values.filter((value) => value === 1).length, values.length);
  if (values.length < ENOUGH_FOR_AN_INTERVAL || isConstant(values)) return null;
  return values.length < ENOUGH_TO_RESAMPLE ? tInterval(values, scale) : bcaInterval(values, { seed, bounds: scale });
}
