import { formatUsd, type CanShow, type EvaluationView, type ModelProgress } from '@taskbench/contracts';
import { canShow } from '@taskbench/statistics';
import type { ShownEvaluation, ShownProgress } from './queries.ts';

/** Microseconds since 1970 as the API writes a time. */
export const time = (micros: number): string => new Date(micros / 1000).toISOString();

/** Whether a sum of costs tells all: entries of unknown cost are counted, never summed as 0. */
const costState = (entries: number, unknown: number) =>
  unknown === 0 ? 'exact' : unknown === entries ? 'unknown' : 'partial';

/** `held`: nothing is left to do but what a person decides. */
const statusOf = (
  { status, answered, failed, unscored, cancelled, held }: Omit<ShownEvaluation, 'started'>,
  planned: number,
) =>
  status === 'running' && held > 0 && answered + failed + unscored + cancelled + held === planned ? 'held' : status;

/** What the inputs can show, as planned: nothing is measured yet. */
function shows({ models: { length: models }, inputs, repetitions }: ShownEvaluation['started']): CanShow {
  const asked = { models, inputs, repetitions };
  return { ...asked, ...canShow(asked) };
}

/** An evaluation's row as the API shows it. */
export function evaluationView({ started, ...row }: ShownEvaluation): EvaluationView {
  return {
    id: row.evaluation_id,
    task_id: started.task_id,
    task_name: started.task_name,
    task_version: started.task_version,
    status: statusOf(row, started.planned),
    models: started.models.map(({ label }) => label),
    abandoned: row.abandoned,
    inputs: started.inputs,
    checks: started.checks,
    repetitions: started.repetitions,
    concurrency: started.concurrency,
    in_doubt: started.in_doubt,
    leaks: started.leaks ?? 0,
    overcharged: row.overcharged && {
      label: row.overcharged.label,
      over_usd: formatUsd(row.overcharged.over_nano),
    },
    ranking: started.ranking ?? null,
    budget_usd: started.budget_nano === null ? null : formatUsd(started.budget_nano),
    seed: started.seed,
    temperature: started.temperature,
    max_tokens: started.max_tokens,
    simulated: started.simulated,
    can_show: started.models.length < 2 ? null : shows(started),
    progress: {
      planned: started.planned,
      answered: row.answered,
      failed: row.failed,
      in_doubt: row.in_doubt,
      held: row.held,
      unscored: row.unscored,
      cancelled: row.cancelled,
      scored: row.scored,
      carried: row.carried,
    },
    cost_usd: formatUsd(row.cost_nano),
    cost_state: costState(row.entries, row.unknown_costs),
    imported: started.imported !== undefined,
    extends: started.extends ?? null,
    cache: started.cache ?? false,
    started_at: time(row.started_at),
    ended_at: row.ended_at === null ? null : time(row.ended_at),
  };
}

/** A model's progress as the API shows it. */
export function progressView({ cost_nano, ...row }: ShownProgress & { position?: number }): ModelProgress {
  const { position, ...shown } = row;
  void position;
  return { ...shown, cost_usd: formatUsd(cost_nano) };
}
