import type { OutputSpec, PairRow, QualityCheck, ResultsView } from '@taskbench/contracts';
import { formatUsd } from '@taskbench/contracts';
import type { Ranking } from '@taskbench/statistics';
import type { z } from 'zod';
import { METRIC_VERSION } from '../metric-version.ts';
import type { CallRow } from '../projections/calls.ts';
import type { CostTotalRow } from '../projections/costs.ts';
import type { EvaluationRow } from '../projections/evaluations.ts';
import { adviceOf } from './advice.ts';
import { answerOf } from './answer.ts';
import { metricsOf } from './applicable.ts';
import { costState, totalOf, worthOf } from './money.ts';
import type { Standard } from './rank-by.ts';
import { rankedRows, tiedGroups } from './rows.ts';
import { recommendationOf } from './unsettled.ts';
import { violationsOf } from './violations.ts';

/** What figures need to know of the task. */
export interface TaskFacts {
  readonly format: OutputSpec['format'];
  /** Declared fields, in the order in which outputs are held against them. */
  readonly fields: readonly string[];
  readonly withGold: number;
  /** By input, the source that it shares with others. */
  readonly groups: Readonly<Record<string, string>>;
}

/** All that an evaluation's results are computed from. */
export interface Gathered extends Standard {
  readonly evaluation: EvaluationRow;
  readonly calls: readonly CallRow[];
  readonly costs: readonly CostTotalRow[];
  readonly checks: readonly QualityCheck[];
  readonly task: TaskFacts;
  /** The last log position that changed any of it. */
  readonly position: number;
}

/** The results, and the models that the answer would use, the best choice first. */
export interface Results {
  readonly view: ResultsView;
  readonly recommended: readonly string[];
}

/** The answer in words and the figures behind it: a pure function of rows, so that a replay gives the same bytes. */
export function resultsOf(gathered: Gathered): Results {
  const { evaluation, calls, costs, checks, task, rankBy, atLeast, position } = gathered;
  const { rows, pairs } = rankedRows(gathered);
  const total = totalOf(costs);
  const carried = costs.reduce((sum, row) => sum + row.carried, 0);
  const groups = new Map(Object.entries(task.groups));
  const answered = calls.filter(({ status }) => status === 'answered');
  const shaped = evaluation.simulated && answered.length > 0 && answered.every(({ mark }) => mark === 'shaped');
  const figures = { evaluation, shaped, rows, pairs, total, carried, rankBy, atLeast, groups };
  const { recommended, can_show, ...answer } = answerOf(figures);
  const shown = rows.map(({ row }) => row);
  const { inputs, repetitions } = evaluation;
  const view = {
    evaluation_id: evaluation.id,
    task_id: evaluation.task_id,
    task_name: evaluation.task_name,
    status: evaluation.status,
    simulated: evaluation.simulated,
    shaped,
    final: evaluation.status !== 'running',
    metric_version: METRIC_VERSION,
    seed: evaluation.seed,
    ranked_by: rankBy.key,
    ranking: { name: rankBy.name, weights: [...rankBy.weights], tied: tiedGroups(rows, pairs) },
    recommendation: recommendationOf(recommended, rows, groups),
    metrics: metricsOf({
      label: task.format === 'label',
      inputs,
      withGold: task.withGold,
      checks,
      repetitions,
      costsKnown: worthOf(costs).unknown === 0,
    }),
    advice: shaped ? null : adviceOf(shown, repetitions),
    can_show,
    groups: new Set(groups.values()).size,
    answer,
    rows: shown,
    pairs: pairs.flatMap(pairRow),
    violations: violationsOf(
      checks,
      evaluation.models.map(({ label }) => label),
      calls,
    ),
    costs: costs.map(({ label, phase, cost_nano, entries, unknown_entries }) => {
      return { label, phase, cost_usd: formatUsd(cost_nano), entries, unknown_entries };
    }),
    cost_usd: formatUsd(total.nano),
    cost_state: costState(total),
    inputs,
    repetitions,
    scored: evaluation.scored,
    planned: evaluation.planned,
    position,
  };
  return { view, recommended };
}

/** Models without an input in common are not compared. */
function pairRow(pair: Ranking['pairs'][number]): z.infer<typeof PairRow>[] {
  const { a, b, n, missing, difference, low, high, p_adjusted, told } = pair;
  if (difference === null || p_adjusted === null) return [];
  return [{ a, b, n, missing, difference, low, high, p_adjusted, told }];
}
