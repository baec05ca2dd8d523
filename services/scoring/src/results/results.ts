import type { PairRow, QualityCheck, ResultsView } from '@taskbench/contracts';
import { formatUsd } from '@taskbench/contracts';
import type { Ranking } from '@taskbench/statistics';
import type { z } from 'zod';
import { METRIC_VERSION } from '../metric-version.ts';
import type { CallRow } from '../projections/calls.ts';
import type { CostTotalRow } from '../projections/costs.ts';
import type { EvaluationRow } from '../projections/evaluations.ts';
import { answerOf } from './answer.ts';
import { costState, totalOf } from './money.ts';
import { rankedRows } from './rows.ts';
import { violationsOf } from './violations.ts';

/** All that an evaluation's results are computed from. */
export interface Gathered {
  readonly evaluation: EvaluationRow;
  readonly calls: readonly CallRow[];
  readonly costs: readonly CostTotalRow[];
  readonly checks: readonly QualityCheck[];
  /** The task wants one label: each output is right or wrong as a whole. */
  readonly binary: boolean;
  /** The last log position that changed any of it. */
  readonly position: number;
}

/** The results, and the models that the answer would use, the best choice first. */
export interface Results {
  readonly view: ResultsView;
  readonly recommended: readonly string[];
}

/** The answer in words and the figures behind it: a pure function of rows, so that a replay gives the same bytes. */
export function resultsOf({ evaluation, calls, costs, checks, binary, position }: Gathered): Results {
  const { rows, pairs } = rankedRows(evaluation, calls, costs, binary);
  const total = totalOf(costs);
  const { recommended, ...answer } = answerOf({ evaluation, rows, pairs, total });
  const view = {
    evaluation_id: evaluation.id,
    task_id: evaluation.task_id,
    task_name: evaluation.task_name,
    status: evaluation.status,
    simulated: evaluation.simulated,
    final: evaluation.status !== 'running',
    metric_version: METRIC_VERSION,
    seed: evaluation.seed,
    ranked_by: 'f1' as const,
    answer,
    rows: rows.map(({ row }) => row),
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
    inputs: evaluation.inputs,
    repetitions: evaluation.repetitions,
    scored: evaluation.scored,
    planned: evaluation.planned,
    position,
  };
  return { view, recommended };
}

/** Models without an input in common are not compared. */
function pairRow({ p, difference, p_adjusted, ...pair }: Ranking['pairs'][number]): z.infer<typeof PairRow>[] {
  void p;
  return difference === null || p_adjusted === null ? [] : [{ ...pair, difference, p_adjusted }];
}
