import type { CostsPosted, CostsReconciled, EventOf, FailureReason } from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';
import type { CallEvent } from '../domain/call.ts';
import type { EvaluationEvent } from '../domain/evaluation.ts';

export interface ProgressRow {
  evaluation_id: string;
  label: string;
  model_id: string;
  place: number;
  planned: number;
  answered: number;
  failed: number;
  retried: number;
  unscored: number;
  cancelled: number;
  carried: number;
  abandoned: FailureReason | null;
  cost_nano: number;
  unknown_costs: number;
}

type Of = { evaluation_id: string | null; label: string };
const step = ({ evaluation_id, label }: Of, next: (row: ProgressRow) => Partial<ProgressRow>) =>
  evaluation_id === null
    ? []
    : [change<ProgressRow>({ evaluation_id, label }, (row) => row && { ...row, ...next(row) })];

/** One row an evaluation and model: how many outputs are in, and what they cost. Read by the live page. */
export const modelProgress = projection<
  ProgressRow,
  CallEvent | EvaluationEvent | EventOf<typeof CostsPosted | typeof CostsReconciled>
>({
  table: 'execution.model_progress',
  key: ['evaluation_id', 'label'],
  on: {
    EvaluationStarted: ({ evaluation_id, models, planned }) =>
      models.map(({ label, model_id }, place) =>
        change<ProgressRow>({ evaluation_id, label }, () => ({
          evaluation_id,
          label,
          model_id,
          place,
          planned: planned / models.length,
          answered: 0,
          failed: 0,
          retried: 0,
          unscored: 0,
          cancelled: 0,
          carried: 0,
          abandoned: null,
          cost_nano: 0,
          unknown_costs: 0,
        })),
      ),
    AttemptFailed: (failed) =>
      failed.retry_at === null ? [] : step(failed, ({ retried }) => ({ retried: retried + 1 })),
    AttemptInDoubt: (doubted) => step(doubted, ({ retried }) => ({ retried: retried + 1 })),
    CallAnswered: (answered) => step(answered, (row) => ({ answered: row.answered + 1 })),
    OutputImported: (given) => step(given, (row) => ({ answered: row.answered + 1 })),
    OutputCarried: (cell) => step(cell, (row) => ({ answered: row.answered + 1, carried: row.carried + 1 })),
    CallFailed: (failed) => step(failed, (row) => ({ failed: row.failed + 1 })),
    CallHeld: (held) => step(held, () => ({})), // shown anew: calls in doubt and held are counted when they are read
    CallReleased: (released) => step(released, () => ({})),
    CallCancelled: (left) => step(left, ({ cancelled }) => ({ cancelled: cancelled + 1 })),
    ModelAbandoned: (model) => step(model, () => ({ abandoned: model.reason })),
    CallUnscored: (left) => step(left, ({ unscored }) => ({ unscored: unscored + 1 })),
    CostsPosted: ({ payer, entries }) =>
      entries.flatMap(({ label, cost_nano }) =>
        step({ evaluation_id: payer, label }, (row) => ({
          cost_nano: row.cost_nano + (cost_nano ?? 0),
          unknown_costs: row.unknown_costs + (cost_nano === null ? 1 : 0),
        })),
      ),
    CostsReconciled: ({ payer, entries }) =>
      entries.flatMap(({ label, cost_nano }) =>
        step({ evaluation_id: payer, label }, (row) => ({
          cost_nano: row.cost_nano + cost_nano,
          unknown_costs: row.unknown_costs - 1,
        })),
      ),
  },
});
