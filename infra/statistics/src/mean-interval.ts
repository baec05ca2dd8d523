import { bcaInterval } from './bootstrap.ts';
import { tInterval, type Interval } from './intervals.ts';
import { isConstant, mean } from './mean.ts';
import { wilson } from './proportion.ts';

/** A mean over inputs as it is shown: with its interval, or none when the inputs cannot carry one. */
export interface MeanInterval {
  mean: number | null;
  low: number | null;
  high: number | null;
  n: number;
  few_inputs: boolean;
}

/** How to judge scores: the scale they live on, whether each is 0 or 1 by nature, and which come from one source. */
export interface MeanIntervalOptions {
  seed: number | string;
  scale: readonly [number, number];
  binary?: boolean;
  groups?: readonly string[];
}

const ENOUGH_TO_RESAMPLE = 20;
/** Fewer inputs (or groups of inputs) than this carry no interval of graded scores. */
export const ENOUGH_FOR_AN_INTERVAL = 5;

/**
 * The mean of scores, one an input, and its 95 % interval by science.md section 3: BCa bootstrap from 20 inputs on,
 * Student's t below, none for fewer than 5 inputs or no spread; 0/1 scores: Wilson. Grouped inputs count by group.
 */
export function meanInterval(given: readonly number[], options: MeanIntervalOptions): MeanInterval {
  const { values, groups } = inOrder(given, options.groups);
  const units = groups ? new Set(groups).size : values.length;
  const interval = chooseInterval(values, units, { ...options, groups });
  return {
    mean: mean(values),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    n: values.length,
    few_inputs: units < ENOUGH_TO_RESAMPLE,
  };
}

/** Sums of floats depend on their order; in order of size they are the same however the inputs came. */
function inOrder(given: readonly number[], groups?: readonly string[]) {
  const single = !groups || new Set(groups).size === given.length;
  if (single) return { values: [...given].sort((a, b) => a - b), groups: undefined };
  const paired = given.map((value, i) => ({ value, group: groups[i]! }));
  paired.sort((a, b) => a.value - b.value || (a.group < b.group ? -1 : 1));
  return { values: paired.map(({ value }) => value), groups: paired.map(({ group }) => group) };
}

function chooseInterval(
  values: readonly number[],
  units: number,
  { seed, scale, binary, groups }: MeanIntervalOptions,
): Interval | null {
  // averages over repetitions of 0/1 scores lie between and are no longer a count of successes
  if (binary && !groups && values.every((value) => value === 0 || value === 1))
    return wilson(values.filter((value) => value === 1).length, values.length);
  if (units < ENOUGH_FOR_AN_INTERVAL || isConstant(values)) return null;
  return units < ENOUGH_TO_RESAMPLE
    ? tInterval(values, { bounds: scale, groups })
    : bcaInterval(values, { seed, bounds: scale, groups });
}
