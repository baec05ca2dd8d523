import { holm, mcnemarTest, signFlipTest } from './compare.ts';
import { tInterval } from './intervals.ts';
import { isConstant, mean } from './mean.ts';

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
  missing: number;
  difference: number | null;
  low: number | null;
  high: number | null;
  p: number | null;
  p_adjusted: number | null;
}

/** All models with their rank intervals, and the comparisons that these rest on. */
export interface Ranking {
  models: RankedModel[];
  pairs: PairComparison[];
}

const ENOUGH_FOR_AN_INTERVAL = 5;

/**
 * Rank intervals (science.md section 4): from 1 + significantly better models to K − significantly worse ones. Larger
 * scores are better, so negate a metric where lower is. Paired by input; Holm over all pairs.
 */
export function rankIntervals(
  models: readonly ScoredModel[],
  { alpha = 0.05, seed }: { alpha?: number; seed: number | string },
): Ranking {
  const compared = models.flatMap((a, i) => models.slice(i + 1).map((b) => comparePair(a, b, alpha, seed)));
  const tested = compared.filter((pair): pair is PairComparison & { p: number } => pair.p !== null);
  const adjusted = new Map<PairComparison, number>();
  holm(tested.map(({ p }) => p)).forEach((p, i) => adjusted.set(tested[i]!, p));
  const pairs = compared.map((pair) => ({ ...pair, p_adjusted: adjusted.get(pair) ?? null }));
  const shown = pairs.filter((pair) => pair.p_adjusted !== null && pair.p_adjusted <= alpha);
  const settled = shown.map(({ a, b, difference }) =>
    difference! > 0 ? { winner: a, loser: b } : { winner: b, loser: a },
  );
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

function comparePair(a: ScoredModel, b: ScoredModel, alpha: number, seed: number | string): PairComparison {
  const inputs = [...new Set([...a.scores.keys(), ...b.scores.keys()])];
  const differences = inputs.flatMap((input) => {
    const [x, y] = [a.scores.get(input) ?? null, b.scores.get(input) ?? null];
    return x === null || y === null ? [] : [x - y];
  });
  const n = differences.length;
  const bounded = n >= ENOUGH_FOR_AN_INTERVAL && !isConstant(differences);
  const interval = bounded ? tInterval(differences, [-Infinity, Infinity], 1 - alpha) : null;
  return {
    a: a.key,
    b: b.key,
    n,
    missing: inputs.length - n,
    difference: mean(differences),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    p: n === 0 ? null : pValue(differences, JSON.stringify([seed, ...[a.key, b.key].sort()])),
    p_adjusted: null,
  };
}

function pValue(differences: readonly number[], seed: string): number {
  const passFail = differences.every((d) => d === 0 || Math.abs(d) === 1); // then flipping signs is McNemar's test
  if (!passFail) return signFlipTest(differences, seed);
  return mcnemarTest(differences.filter((d) => d === 1).length, differences.filter((d) => d === -1).length);
}
