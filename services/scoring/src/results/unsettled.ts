import type { Recommendation } from '@taskbench/contracts';
import { groupedVariance, inputsToShow, mean, sourceOf } from '@taskbench/statistics';
import type { z } from 'zod';
import type { RankedRow } from './model-row.ts';

const ENOUGH_TO_PLAN = 5;
/** More inputs than anyone would write gold for. */
export const OUT_OF_REACH = 2_000;

/** How two models differ on the inputs that both have. */
export interface Difference {
  readonly n: number;
  readonly mean: number;
  /** Of one input's difference; where inputs share a source, what it would be if they did not. */
  readonly variance: number;
}

/** Null with too few inputs to say. */
export function differenceOf(a: RankedRow, b: RankedRow, groups: ReadonlyMap<string, string>): Difference | null {
  const shared = [...a.ranked].flatMap(([input, score]) => {
    const other = b.ranked.get(input) ?? null;
    return score === null || other === null
      ? []
      : [{ group: sourceOf(input, groups.get(input)), difference: score - other }];
  });
  const differences = shared.map(({ difference }) => difference);
  const n = differences.length;
  const squared = groupedVariance(differences, shared.map(({ group }) => group)); // prettier-ignore
  if (n < ENOUGH_TO_PLAN || squared === null) return null;
  return { n, mean: mean(differences)!, variance: squared * n };
}

/** About how many inputs more would tell two of several models apart; null if that cannot be said, Infinity if none would. */
export function inputsMissing({ n, mean, variance }: Difference, models: number): number | null {
  if (Math.abs(mean) < 1e-9) return Infinity;
  if (variance === 0) return null;
  const needed = inputsToShow(mean, variance, models);
  return needed > n ? needed - n : null;
}

/** The recommendation as figures: who may be best, who of them costs the least, and what could not be told apart. */
export function recommendationOf(
  recommended: readonly string[],
  rows: readonly RankedRow[],
  groups: ReadonlyMap<string, string>,
): z.infer<typeof Recommendation> {
  const top = recommended.map((label) => rows.find(({ row }) => row.label === label)!);
  const models = rows.filter(({ row }) => row.ranked !== null).length;
  const priced = top.every(({ nanoPer1000 }) => nanoPer1000 !== null);
  const [cheapest] = [...top].sort((a, b) => a.nanoPer1000! - b.nanoPer1000!);
  const not_separated = top.flatMap((a, i) =>
    top.slice(i + 1).map((b) => {
      const difference = differenceOf(a, b, groups);
      const more = difference && inputsMissing(difference, models);
      const within = more !== null && difference!.n + more <= OUT_OF_REACH;
      return { a: a.row.label, b: b.row.label, inputs: difference?.n ?? 0, more_inputs: within ? more : null };
    }),
  );
  return { may_be_best: [...recommended], cheapest: priced ? (cheapest?.row.label ?? null) : null, not_separated };
}
