import { holm, mcnemarTest } from './compare.ts';
import { groupsOf, sourceOf } from './grouped.ts';
import { tInterval } from './intervals.ts';
import { ENOUGH_FOR_AN_INTERVAL } from './mean-interval.ts';
import { isConstant, mean } from './mean.ts';
import { signFlipTest } from './sign-flip.ts';

/** A model and its score on each input; null is an input that it has no score for. */
export interface ScoredModel {
  key: string;
  scores: ReadonlyMap<string, number | null>;
}

/** Where a model stands: every place from `rank_low` (best) to `rank_high` is still possible. */
export interface RankedModel {
  key: string;
  mean: number | null;
  rank_low: number;
  rank_high: number;
}

/** Two models on the inputs that both have; `difference` is the mean of a − b. Null: no shared inputs, no interval. */
export interface PairComparison {
  a: string;
  b: string;
  n: number;
  /** Groups of inputs among the n, which chance moves together; n where each stands alone. */
  units: number;
  missing: number;
  difference: number | null;
  low: number | null;
  high: number | null;
  p: number | null;
  p_adjusted: number | null;
  /** One of the two is better beyond what chance explains. */
  told: boolean;
}

/** All models with their rank intervals, and the comparisons that these rest on. */
export interface Ranking {
  models: RankedModel[];
  pairs: PairComparison[];
}

/** How a ranking is made; inputs with the same group (one source) count as one where chance is judged. */
export interface RankOptions {
  seed: number | string;
  alpha?: number;
  groups?: ReadonlyMap<string, string>;
}

/**
 * Rank intervals (science.md section 4): from 1 + significantly better models to K − significantly worse ones. Larger
 * scores are better, so negate a metric where lower is. Paired by input; Holm over all pairs.
 */
export function rankIntervals(models: readonly ScoredModel[], options: RankOptions): Ranking {
  const { alpha = 0.05 } = options;
  const compared = models.flatMap((a, i) => models.slice(i + 1).map((b) => comparePair(a, b, options)));
  const tested = compared.filter((pair): pair is PairComparison & { p: number } => pair.p !== null);
  const adjusted = new Map<PairComparison, number>();
  holm(tested.map(({ p }) => p)).forEach((p, i) => adjusted.set(tested[i]!, p));
  const pairs = compared.map((pair) => {
    const p_adjusted = adjusted.get(pair) ?? null;
    return { ...pair, p_adjusted, told: p_adjusted !== null && p_adjusted <= alpha };
  });
  const settled = pairs
    .filter(({ told }) => told)
    .map(({ a, b, difference }) => (difference! > 0 ? { winner: a, loser: b } : { winner: b, loser: a }));
  return {
    models: models.map(({ key, scores }) => ({
      key,
      mean: mean([...scores.values()].filter((score) => score !== null)),
      rank_low: 1 + settled.filter(({ loser }) => loser === key).length,
      rank_high: models.length - settled.filter(({ winner }) => winner === key).length,
    })),
    pairs,
  };
}

function comparePair(a: ScoredModel, b: ScoredModel, { seed, alpha = 0.05, groups }: RankOptions): PairComparison {
  const inputs = [...new Set([...a.scores.keys(), ...b.scores.keys()])];
  const shared = inputs.flatMap((input) => {
    const [x, y] = [a.scores.get(input) ?? null, b.scores.get(input) ?? null];
    return x === null || y === null ? [] : [{ difference: x - y, group: sourceOf(input, groups?.get(input)) }];
  });
  const differences = shared.map(({ difference }) => difference);
  const together = shared.map(({ group }) => group);
  const units = new Set(together).size;
  const grouped = units < shared.length;
  const bounded = units >= ENOUGH_FOR_AN_INTERVAL && !isConstant(differences);
  const student = {
    bounds: [-Infinity, Infinity],
    confidence: 1 - alpha,
    ...(grouped && { groups: together }),
  } as const;
  const interval = bounded ? tInterval(differences, student) : null;
  // inputs of one source rise and fall together, so chance flips their sign together
  const flipped = grouped ? groupsOf(differences, together).map(({ sum }) => sum) : differences;
  return {
    a: a.key,
    b: b.key,
    n: shared.length,
    units,
    missing: inputs.length - shared.length,
    difference: mean(differences),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    p: shared.length === 0 ? null : pValue(flipped, JSON.stringify([seed, ...[a.key, b.key].sort()])),
    p_adjusted: null,
    told: false,
  };
}

function pValue(differences: readonly number[], seed: string): number {
  const passFail = differences.every((d) => d === 0 || Math.abs(d) === 1); // then flipping signs is McNemar's test
  if (!passFail) return signFlipTest(differences, seed);
  return mcnemarTest(differences.filter((d) => d === 1).length, differences.filter((d) => d === -1).length);
}
