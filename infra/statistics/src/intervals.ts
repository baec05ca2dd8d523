import { normalCdf, normalQuantile, studentQuantile } from './distributions.ts';
import { isConstant, mean, quantileOfSorted, sampleVariance } from './mean.ts';
import { random } from './random.ts';

/** Where the true value lies with the given confidence (95 % unless set). */
export interface Interval {
  low: number;
  high: number;
}

const Z95 = 1.959963984540054;
const clip = (value: number, [low, high]: readonly [number, number]) => Math.min(high, Math.max(low, value));

/** Interval of a proportion (Wilson 1927): stays inside 0–1 and has width even when all or none succeed. */
export function wilson(successes: number, n: number, z = Z95): Interval | null {
  if (n === 0) return null;
  const p = successes / n;
  const centre = p + z ** 2 / (2 * n);
  const reach = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  const scale = 1 + z ** 2 / n;
  return {
    low: successes === 0 ? 0 : Math.max(0, (centre - reach) / scale),
    high: successes === n ? 1 : Math.min(1, (centre + reach) / scale),
  };
}

/** `mean ± t_{n−1}·s/√n` (Student 1908), clipped to the scale; null for fewer than two values. */
export function tInterval(
  values: readonly number[],
  bounds: readonly [number, number],
  confidence = 0.95,
): Interval | null {
  const centre = mean(values);
  const variance = sampleVariance(values);
  if (centre === null || variance === null) return null;
  const reach = studentQuantile((1 + confidence) / 2, values.length - 1) * Math.sqrt(variance / values.length);
  return { low: clip(centre - reach, bounds), high: clip(centre + reach, bounds) };
}

/** How a bootstrap is drawn: the seed repeats it. */
export interface BootstrapOptions {
  seed: number | string;
  resamples?: number;
  bounds?: readonly [number, number];
}

/**
 * Interval of a mean by the bias-corrected and accelerated bootstrap (Efron 1987), ties half in z₀.
 * The order of the values does not matter. Null for fewer than two values or none that differ.
 */
export function bcaInterval(
  values: readonly number[],
  { seed, resamples = 10_000, bounds = [0, 1] }: BootstrapOptions,
): Interval | null {
  if (values.length < 2 || isConstant(values)) return null;
  const sorted = Float64Array.from(values).sort();
  const centre = mean([...sorted])!;
  const means = resampledMeans(sorted, resamples, random(seed)).sort();
  const tie = 1e-12 * Math.max(1, Math.abs(centre));
  let below = 0;
  for (const value of means) below += Math.abs(value - centre) <= tie ? 0.5 : value < centre ? 1 : 0;
  const bias = normalQuantile(clip(below / resamples, [0.5 / resamples, 1 - 0.5 / resamples]));
  const acceleration = skew(sorted, centre) / 6;
  const bound = (z: number) => {
    const share = normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z)));
    return clip(quantileOfSorted(means, share), bounds);
  };
  return { low: bound(-Z95), high: bound(Z95) };
}

function resampledMeans(values: Float64Array, resamples: number, next: () => number): Float64Array {
  return Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(next() * values.length)]!;
    return sum / values.length;
  });
}

/** Σd³/(Σd²)^{3/2}: six times the jackknife acceleration of a mean, whose leave-one-out factors cancel. */
function skew(values: Float64Array, centre: number): number {
  let [squares, cubes] = [0, 0];
  for (const value of values) {
    squares += (value - centre) ** 2;
    cubes += (value - centre) ** 3;
  }
  return cubes / squares ** 1.5;
}
