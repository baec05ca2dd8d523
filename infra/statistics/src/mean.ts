/** The average; null when there is nothing to average. */
export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Whether all values are the same but for rounding: then spread is zero and says nothing about uncertainty. */
export const isConstant = (values: readonly number[]): boolean => {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  return values.every((value) => value - low <= 1e-12);
};

/** Spread with n − 1 in the denominator; null for fewer than two values. */
export function sampleVariance(values: readonly number[]): number | null {
  const centre = mean(values);
  if (centre === null || values.length < 2) return null;
  if (isConstant(values)) return 0;
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

/** Quantile type 7 (Hyndman & Fan 1996): linear between order statistics; null for no values. */
export function quantile(values: readonly number[], share: number): number | null {
  return values.length === 0 ? null : quantileOfSorted(Float64Array.from(values).sort(), share);
}

/** The same for values already in ascending order, of which there is at least one. */
export function quantileOfSorted(sorted: Float64Array, share: number): number {
  const position = (sorted.length - 1) * Math.min(1, Math.max(0, share));
  const below = Math.floor(position);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (position - below) * (high - low);
}
