import { weightsOf, type RankMetric } from '@taskbench/contracts';
import type { CallRow } from '../projections/calls.ts';

/** What models are ranked by: one metric, or several with weights that add up to 1. */
export interface RankBy {
  /** As it was asked for, the same for the same weighting. */
  readonly key: string;
  readonly name: string;
  readonly weights: readonly { readonly metric: RankMetric; readonly weight: number }[];
}

/** What makes a model good: what it is ranked by, and how much of that it must reach to be worth using. */
export interface Standard {
  readonly rankBy: RankBy;
  readonly atLeast?: number | undefined;
}

const NAMES: Readonly<Record<RankMetric, string>> = {
  f1: 'F1',
  accuracy: 'accuracy',
  completeness: 'completeness',
  instruction_following: 'instruction following',
};

/** Reads `f1` or `f1:0.7,accuracy:0.3`. */
export function readRankBy(text: string): RankBy {
  const parts = weightsOf(text).sort((a, b) => (a.metric < b.metric ? -1 : 1));
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const weights = parts.map(({ metric, weight }) => ({ metric, weight: weight / total }));
  if (weights.length === 1) return { key: weights[0]!.metric, name: NAMES[weights[0]!.metric], weights };
  const name = weights.map(({ metric, weight }) => `${Math.round(weight * 100)} % ${NAMES[metric]}`).join(', ');
  return { key: parts.map(({ metric, weight }) => `${metric}:${weight}`).join(','), name, weights };
}

export const BY_F1 = readRankBy('f1');

/** What one output counts for in the ranking; null where a metric of the weighting was not measured. */
export function rankedScore(call: CallRow, { weights }: RankBy): number | null {
  let sum = 0;
  for (const { metric, weight } of weights) {
    const score = call[metric];
    if (score === null) return null;
    sum += weight * score;
  }
  return sum;
}
