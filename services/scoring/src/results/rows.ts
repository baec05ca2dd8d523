import type { ResultsRow } from '@taskbench/contracts';
import { formatUsd } from '@taskbench/contracts';
import { quantile, rankIntervals, type Ranking } from '@taskbench/statistics';
import type { CallRow } from '../projections/calls.ts';
import type { CostTotalRow } from '../projections/costs.ts';
import type { EvaluationRow } from '../projections/evaluations.ts';
import { estimate, spread, type Drawing } from './estimate.ts';
import { knownUsd, per1000, totalOf } from './money.ts';
import { byInput, inputsOf, repetitions, type Metric } from './scores.ts';

/** A row of the ranking with what sentences need beside it. */
export interface RankedRow {
  readonly row: ResultsRow;
  readonly f1ByInput: ReadonlyMap<string, number | null>;
  readonly nanoPer1000: number | null;
}

interface Ranked {
  readonly rows: readonly RankedRow[];
  readonly pairs: Ranking['pairs'];
}

/** Every model's row, best F1 first, and the paired comparisons that the ranks rest on. */
export function rankedRows(
  evaluation: EvaluationRow,
  calls: readonly CallRow[],
  costs: readonly CostTotalRow[],
  binary: boolean,
): Ranked {
  const inputs = inputsOf(calls);
  const drawing = { seed: evaluation.seed, binary };
  const rows = evaluation.models.map((model, place) => {
    const own = calls.filter(({ label }) => label === model.label);
    const paid = costs.filter(({ label }) => label === model.label);
    return modelRow(
      { ...model, place, planned: evaluation.planned / evaluation.models.length },
      own,
      paid,
      inputs,
      drawing,
    );
  });
  const scored = rows.map(({ row, f1ByInput }) => ({ key: row.label, scores: f1ByInput }));
  const ranking = rankIntervals(scored, { seed: evaluation.seed });
  const ranks = new Map(ranking.models.map(({ key, rank_low, rank_high }) => [key, { rank_low, rank_high }]));
  const ranked = rows.map((one) => ({ ...one, row: { ...one.row, ...ranks.get(one.row.label)! } }));
  return { rows: ranked.sort(bestFirst), pairs: ranking.pairs };
}

function bestFirst({ row: a }: RankedRow, { row: b }: RankedRow): number {
  const [x, y] = [a.f1?.mean ?? -1, b.f1?.mean ?? -1];
  return y - x || (a.label < b.label ? -1 : 1);
}

type Model = EvaluationRow['models'][number] & { readonly place: number; readonly planned: number };

function modelRow(
  { label, model_id, place, planned }: Model,
  calls: readonly CallRow[],
  costs: readonly CostTotalRow[],
  inputs: readonly string[],
  drawing: Drawing,
): RankedRow {
  const metric = (name: Metric) => estimate(byInput(repetitions(calls, inputs, name)), drawing);
  const count = (fits: (call: CallRow) => boolean) => calls.filter(fits).length;
  const answered = count(({ status }) => status === 'answered');
  const failed = count(({ status }) => status === 'failed');
  const parse_failed = count(({ parse }) => parse === 'failed');
  const f1 = repetitions(calls, inputs, 'f1');
  const nanoPer1000 = per1000(totalOf(costs.filter(({ phase }) => phase === 'execution')), answered);
  const row = {
    label,
    model_id,
    place,
    rank_low: 1,
    rank_high: 1,
    accuracy: metric('accuracy'),
    hallucination_rate: metric('hallucination_rate'),
    completeness: metric('completeness'),
    f1: metric('f1'),
    instruction_following: estimate(byInput(repetitions(calls, inputs, 'instruction_following')), {
      ...drawing,
      binary: true,
    }),
    consistency: spread(f1),
    cost_usd: knownUsd(totalOf(costs), answered + failed > 0),
    cost_per_1000_usd: nanoPer1000 === null ? null : formatUsd(nanoPer1000),
    latency_ms: latencyOf(calls),
    calls: {
      planned,
      answered,
      failed,
      unscored: count(({ status }) => status === 'unscored'),
      cancelled: count(({ status }) => status === 'cancelled'),
      parse_failed,
    },
    violations: calls.reduce(
      (sum, { verdicts }) => sum + (verdicts ?? []).filter((verdict) => verdict === 0).length,
      0,
    ),
  };
  return { row, f1ByInput: byInput(f1), nanoPer1000 };
}

function latencyOf(calls: readonly CallRow[]): ResultsRow['latency_ms'] {
  const times = calls.map(({ latency_ms }) => latency_ms).filter((time) => time !== null);
  const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
  return p50 === null || p95 === null ? null : { p50, p95 };
}
