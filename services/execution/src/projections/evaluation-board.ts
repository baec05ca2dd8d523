import type {
  AbandonedModel,
  AccountSettled,
  CallScored,
  CostsPosted,
  CostsReconciled,
  DataOf,
  EvaluationStarted,
  EvaluationStatus,
  EventOf,
  ScoringFinished,
} from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';
import type { CallEvent } from '../domain/call.ts';
import type { EvaluationEvent } from '../domain/evaluation.ts';

export interface EvaluationRow {
  evaluation_id: string;
  started: DataOf<typeof EvaluationStarted>;
  started_at: number;
  ended_at: number | null;
  status: EvaluationStatus;
  answered: number;
  failed: number;
  unscored: number;
  cancelled: number;
  scored: number;
  carried: number;
  abandoned: AbandonedModel[];
  /** Why it was paused by itself, once. */
  overcharged: { label: string; over_nano: number } | null;
  /** Scoring and billing said their last word. */
  finished: boolean;
  settled: boolean;
  cost_nano: number;
  unknown_costs: number;
  entries: number;
}

type Heard =
  | CallEvent
  | EvaluationEvent
  | EventOf<
      typeof CallScored | typeof ScoringFinished | typeof CostsPosted | typeof CostsReconciled | typeof AccountSettled
    >;
type Step = (row: EvaluationRow) => Partial<EvaluationRow>;

const step = (evaluation_id: string | null, next: Step) =>
  evaluation_id === null ? [] : change<EvaluationRow>({ evaluation_id }, (row) => row && { ...row, ...next(row) });

const touch = ({ evaluation_id }: { evaluation_id: string | null }) => step(evaluation_id, () => ({}));

/** One row an evaluation: how far it is and what it cost. Read by lists, progress, live page and completion. */
export const evaluationBoard = projection<EvaluationRow, Heard>({
  table: 'execution.evaluations',
  key: ['evaluation_id'],
  on: {
    EvaluationStarted: (started, { at }) =>
      change<EvaluationRow>({ evaluation_id: started.evaluation_id }, () => ({
        evaluation_id: started.evaluation_id,
        started,
        started_at: at,
        ended_at: null,
        status: 'running',
        answered: 0,
        failed: 0,
        unscored: 0,
        cancelled: 0,
        scored: 0,
        carried: 0,
        abandoned: [],
        overcharged: null,
        finished: false,
        settled: false,
        cost_nano: 0,
        unknown_costs: 0,
        entries: 0,
      })),
    // Shown anew: its calls in doubt and held are counted when they are read.
    AttemptInDoubt: touch,
    CallHeld: touch,
    CallReleased: touch,
    CallCancelled: ({ evaluation_id }) => step(evaluation_id, ({ cancelled }) => ({ cancelled: cancelled + 1 })),
    EvaluationPaused: ({ evaluation_id, overcharged }) =>
      step(evaluation_id, () => ({ status: 'paused', ...(overcharged && { overcharged }) })),
    EvaluationResumed: ({ evaluation_id }) => step(evaluation_id, () => ({ status: 'running' })),
    EvaluationCancelled: ({ evaluation_id }) => step(evaluation_id, () => ({ status: 'cancelled' })),
    ModelAbandoned: ({ evaluation_id, ...model }) =>
      step(evaluation_id, ({ abandoned }) => ({ abandoned: [...abandoned, model] })),
    ModelCancelled: touch,
    CallAnswered: ({ evaluation_id }) => step(evaluation_id, ({ answered }) => ({ answered: answered + 1 })),
    OutputImported: ({ evaluation_id }) => step(evaluation_id, ({ answered }) => ({ answered: answered + 1 })),
    OutputCarried: ({ evaluation_id }) =>
      step(evaluation_id, ({ answered, carried }) => ({ answered: answered + 1, carried: carried + 1 })),
    CallFailed: ({ evaluation_id }) => step(evaluation_id, ({ failed }) => ({ failed: failed + 1 })),
    CallUnscored: ({ evaluation_id }) => step(evaluation_id, ({ unscored }) => ({ unscored: unscored + 1 })),
    CallScored: ({ evaluation_id }) => step(evaluation_id, ({ scored }) => ({ scored: scored + 1 })),
    ScoringFinished: ({ evaluation_id }) => step(evaluation_id, () => ({ finished: true })),
    CostsPosted: ({ payer, entries }) =>
      step(payer, (row) => ({
        cost_nano: row.cost_nano + entries.reduce((sum, { cost_nano }) => sum + (cost_nano ?? 0), 0),
        unknown_costs: row.unknown_costs + entries.filter(({ cost_nano }) => cost_nano === null).length,
        entries: row.entries + entries.length,
      })),
    CostsReconciled: ({ payer, entries }) =>
      step(payer, (row) => ({
        cost_nano: row.cost_nano + entries.reduce((sum, { cost_nano }) => sum + cost_nano, 0),
        unknown_costs: row.unknown_costs - entries.length,
      })),
    AccountSettled: ({ payer }) => step(payer, () => ({ settled: true })),
    EvaluationCompleted: ({ evaluation_id, status }, { at }) => step(evaluation_id, () => ({ status, ended_at: at })),
  },
});
