import { normalCdf, normalQuantile, Z95 } from './distributions.ts';
import { groupsOf, type Group } from './grouped.ts';
import { clip, type Interval } from './intervals.ts';
import { isConstant, quantileOfSorted } from './mean.ts';
import { timesDrawn } from './resampling.ts';

/** How a bootstrap is drawn: the seed repeats it. Values with the same group are drawn together. */
export interface BootstrapOptions {
  seed: number | string;
  resamples?: number;
  bounds?: readonly [number, number];
  groups?: readonly string[];
}

/**
 * Interval of a mean by the bias-corrected and accelerated bootstrap (Efron 1987), ties half in z₀. Grouped values:
 * whole groups are drawn and left out. The order of the values does not matter. Null for fewer than two groups, or
 * values of which none differ.
 */
export function bcaInterval(
  values: readonly number[],
  { seed, resamples = 10_000, bounds = [0, 1], groups }: BootstrapOptions,
): Interval | null {
  const drawn = groupsOf(values, groups);
  if (drawn.length < 2 || isConstant(values)) return null;
  const [sum, size] = [total(drawn, 'sum'), total(drawn, 'size')];
  const centre = sum / size;
  const means = resampledMeans(drawn, resamples, seed).sort();
  const tie = 1e-12 * Math.max(1, Math.abs(centre));
  let below = 0;
  for (const value of means) below += Math.abs(value - centre) <= tie ? 0.5 : value < centre ? 1 : 0;
  const bias = normalQuantile(clip(below / resamples, [0.5 / resamples, 1 - 0.5 / resamples]));
  const acceleration = accelerationOf(drawn.map((group) => (sum - group.sum) / (size - group.size)));
  const bound = (z: number) => {
    const share = normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z)));
    return clip(quantileOfSorted(means, share), bounds);
  };
  return { low: bound(-Z95), high: bound(Z95) };
}

const total = (groups: readonly Group[], what: keyof Group) => groups.reduce((sum, group) => sum + group[what], 0);

function resampledMeans(groups: readonly Group[], resamples: number, seed: number | string): Float64Array {
  const n = groups.length;
  const sums = Float64Array.from(groups, ({ sum }) => sum);
  const sizes = groups.every(({ size }) => size === 1) ? null : Float64Array.from(groups, ({ size }) => size);
  const means = new Float64Array(resamples);
  timesDrawn({ seed, n, resamples }, (times, resample) => {
    means[resample] = weighted(times, sums) / (sizes ? weighted(times, sizes) : n);
  });
  return means;
}

/** Σ times·values; four sums side by side, since each addition would wait for the one before. */
function weighted(times: Uint8Array, values: Float64Array): number {
  const whole = times.length - (times.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    a += times[i]! * values[i]!;
    b += times[i + 1]! * values[i + 1]!;
    c += times[i + 2]! * values[i + 2]!;
    d += times[i + 3]! * values[i + 3]!;
  }
  for (let i = whole; i < times.length; i++) a += times[i]! * values[i]!;
  return a + b + (c + d);
}

/** Efron's acceleration from the means without each group in turn (Efron 1987, by the jackknife). */
function accelerationOf(without: readonly number[]): number {
  const centre = without.reduce((sum, value) => sum + value, 0) / without.length;
  let [squares, cubes] = [0, 0];
  for (const value of without) {
    squares += (centre - value) ** 2;
    cubes += (centre - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}
