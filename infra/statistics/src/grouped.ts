import { mean, sampleVariance } from './mean.ts';

/** Inputs that come from one source and so are drawn together: their scores' sum and number. */
export interface Group {
  readonly sum: number;
  readonly size: number;
}

/** The source that an input is drawn with: its group, else itself alone, whatever others are called. */
export const sourceOf = (input: string, group: string | undefined): string =>
  group === undefined ? `input ${input}` : `group ${group}`;

/** Scores put together by group, in an order that does not depend on theirs; without groups each stands alone. */
export function groupsOf(values: readonly number[], groups?: readonly string[]): Group[] {
  if (!groups) return [...values].sort((a, b) => a - b).map((sum) => ({ sum, size: 1 }));
  const members = new Map<string, number[]>();
  values.forEach((value, i) => members.set(groups[i]!, [...(members.get(groups[i]!) ?? []), value]));
  return [...members.values()]
    .map((list) => ({ sum: list.sort((a, b) => a - b).reduce((sum, value) => sum + value, 0), size: list.length }))
    .sort((a, b) => a.sum - b.sum || a.size - b.size);
}

/**
 * Squared standard error of a mean over grouped inputs, at least 0:
 * s²/n + n⁻² Σ_c Σ_{i≠j} (s_ci − m)(s_cj − m) (Miller 2024, arXiv:2411.00640). Null for fewer than two values.
 */
export function groupedVariance(values: readonly number[], groups: readonly string[]): number | null {
  const [centre, variance] = [mean(values), sampleVariance(values)];
  if (centre === null || variance === null) return null;
  const n = values.length;
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  // Σ_{i≠j} within a group is the square of its sum less the sum of its squares
  const together = groupsOf(values, groups).reduce((sum, group) => sum + (group.sum - group.size * centre) ** 2, 0);
  return Math.max(0, variance / n + (together - squares) / n ** 2);
}
