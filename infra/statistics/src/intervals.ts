import { studentQuantile } from './distributions.ts';
import { groupedVariance } from './grouped.ts';
import { mean, sampleVariance } from './mean.ts';

/** Where the true value lies with the given confidence (95 % unless set). */
export interface Interval {
  low: number;
  high: number;
}

/** A value held to a scale. */
export const clip = (value: number, [low, high]: readonly [number, number]) => Math.min(high, Math.max(low, value));

/** How an interval by Student's t is made. Values of one group move together: their number of groups decides. */
export interface StudentOptions {
  bounds: readonly [number, number];
  confidence?: number;
  groups?: readonly string[];
}

/** `mean ± t_{n−1}·SE` (Student 1908), clipped to the scale; null for fewer than two values or groups. */
export function tInterval(
  values: readonly number[],
  { bounds, confidence = 0.95, groups }: StudentOptions,
): Interval | null {
  const centre = mean(values);
  const variance = groups ? groupedVariance(values, groups) : (sampleVariance(values) ?? NaN) / values.length;
  const units = groups ? new Set(groups).size : values.length;
  if (centre === null || variance === null || units < 2) return null;
  const reach = studentQuantile((1 + confidence) / 2, units - 1) * Math.sqrt(variance);
  return { low: clip(centre - reach, bounds), high: clip(centre + reach, bounds) };
}
