import type { ResultsRow } from '@taskbench/contracts';
import { formatUsd } from '@taskbench/contracts';
import { quantile } from '@taskbench/statistics';
import type { CallRow } from '../projections/calls.ts';
import type { CostTotalRow } from '../projections/costs.ts';
import type { EvaluationRow } from '../projections/evaluations.ts';
import { estimate, spread, type Drawing } from './estimate.ts';
import { microOf } from './micro.ts';
import { knownUsd, per1000, totalOf, worthOf } from './money.ts';
import { fieldsOf, groupsOf } from './parts.ts';
import { rankedScore, type RankBy } from './rank-by.ts';
import { repeatsOf } from './repeats.ts';
import { byInput, repetitions, type Metric } from './scores.ts';

/** A row of the ranking with what sentences need beside it. */
export interface RankedRow {
  readonly row: ResultsRow;
  /** By input, what it is ranked by. */
  readonly ranked: ReadonlyMap<string, number | null>;
  readonly nanoPer1000: number | null;
}

/** What a model is described by: its place in the evaluation, what it did and what that cost. */
export interface Described {
  readonly model: EvaluationRow['models'][number] & { readonly place: number; readonly planned: number };
  readonly calls: readonly CallRow[];
  readonly costs: readonly CostTotalRow[];
  readonly inputs: readonly string[];
  readonly repetitions: number;
  readonly fields: readonly string[];
  readonly rankBy: RankBy;
  readonly drawing: Drawing;
}

/** A model's six metrics, cost and counts. Its ranks are open until it is compared with others. */
export function modelRow({ model, calls, costs, inputs, fields, rankBy, drawing, ...asked }: Described): RankedRow {
  const metric = (name: Metric, how = drawing) =>
    estimate(byInput(repetitions(calls, inputs, (call) => call[name])), how);
  const metrics = {
    accuracy: metric('accuracy'),
    hallucination_rate: metric('hallucination_rate'),
    completeness: metric('completeness'),
    f1: metric('f1'),
    // all checks pass or not: 0 or 1 for each output
    instruction_following: metric('instruction_following', { ...drawing, binary: true }),
  };
  const count = (fits: (call: CallRow) => boolean) => calls.filter(fits).length;
  const answered = count(({ status }) => status === 'answered');
  const failed = count(({ status }) => status === 'failed');
  const f1 = repetitions(calls, inputs, (call) => call.f1);
  const ranked = byInput(repetitions(calls, inputs, (call) => rankedScore(call, rankBy)));
  const alone = rankBy.weights.length === 1 ? rankBy.weights[0] : undefined;
  const nanoPer1000 = per1000(worthOf(costs.filter(({ phase }) => phase === 'execution')), answered);
  const row: ResultsRow = {
    label: model.label,
    model_id: model.model_id,
    place: model.place,
    rank_low: 1,
    rank_high: 1,
    ...metrics,
    consistency: spread(f1),
    cost_usd: knownUsd(totalOf(costs), answered + failed > 0),
    cost_per_1000_usd: nanoPer1000 === null ? null : formatUsd(nanoPer1000),
    latency_ms: latencyOf(calls),
    calls: {
      planned: model.planned,
      answered,
      failed,
      unscored: count(({ status }) => status === 'unscored'),
      cancelled: count(({ status }) => status === 'cancelled'),
      parse_failed: count(({ parse }) => parse === 'failed'),
      cut_short: count(({ mark }) => mark === 'length'),
      refused: count(({ mark }) => mark === 'refusal'),
    },
    violations: calls.reduce(
      (sum, { verdicts }) => sum + (verdicts ?? []).filter((verdict) => verdict === 0).length,
      0,
    ),
    ranked: alone ? metrics[alone.metric] : estimate(ranked, drawing),
    micro: microOf(calls, inputs),
    repeats: repeatsOf(calls, inputs, asked.repetitions),
    fields: fieldsOf(fields, calls, inputs, drawing),
    groups: groupsOf(byInput(f1), drawing),
  };
  return { row, ranked, nanoPer1000 };
}

function latencyOf(calls: readonly CallRow[]): ResultsRow['latency_ms'] {
  const times = calls.map(({ latency_ms }) => latency_ms).filter((time) => time !== null);
  const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
  return p50 === null || p95 === null ? null : { p50, p95 };
}
