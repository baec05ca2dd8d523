import type {
  CallAnswered,
  CallCancelled,
  CallFailed,
  CallScored,
  CallUnscored,
  DataOf,
  EvaluationCompleted,
  EvaluationStarted,
  EventOf,
  OutputCarried,
  OutputImported,
  ScoringFinished,
} from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';

export interface EvaluationRow {
  id: string;
  task_id: string;
  task_name: string;
  models: { label: string; model_id: string }[];
  inputs: number;
  repetitions: number;
  planned: number;
  checks: number;
  seed: number;
  simulated: boolean;
  budget_nano: number | null;
  /** What its models are ranked by, where that was declared. */
  ranking: string | null;
  /** Microseconds since 1970. */
  started_at: number;
  ended_at: number | null;
  status: 'running' | DataOf<typeof EvaluationCompleted>['status'];
  answered: number;
  failed: number;
  unscored: number;
  cancelled: number;
  scored: number;
  /** Every answered call has its score. */
  finished: boolean;
}

type Heard = EventOf<
  | typeof EvaluationStarted
  | typeof CallAnswered
  | typeof OutputImported
  | typeof OutputCarried
  | typeof CallFailed
  | typeof CallUnscored
  | typeof CallCancelled
  | typeof CallScored
  | typeof ScoringFinished
  | typeof EvaluationCompleted
>;
type Counted = 'answered' | 'failed' | 'unscored' | 'cancelled' | 'scored';

const step = (id: string, next: Partial<EvaluationRow>) =>
  change<EvaluationRow>({ id }, (row) => row && { ...row, ...next });

/** Calls made for a task's checks belong to no evaluation. */
const count = (id: string | null, what: Counted) =>
  id === null ? [] : change<EvaluationRow>({ id }, (row) => row && { ...row, [what]: row[what] + 1 });

/** One row an evaluation: what was asked of it and how far its scoring is. */
export const evaluations = projection<EvaluationRow, Heard>({
  table: 'scoring.evaluations',
  key: ['id'],
  on: {
    EvaluationStarted: ({ evaluation_id: id, models, ...started }, { at }) =>
      change<EvaluationRow>({ id }, () => ({
        id,
        task_id: started.task_id,
        task_name: started.task_name,
        models: models.map(({ label, model_id }) => ({ label, model_id })),
        inputs: started.inputs,
        repetitions: started.repetitions,
        planned: started.planned,
        checks: started.checks,
        seed: started.seed,
        simulated: started.simulated,
        budget_nano: started.budget_nano,
        ranking: started.ranking ?? null,
        started_at: at,
        ended_at: null,
        status: 'running',
        answered: 0,
        failed: 0,
        unscored: 0,
        cancelled: 0,
        scored: 0,
        finished: false,
      })),
    CallAnswered: ({ evaluation_id }) => count(evaluation_id, 'answered'),
    OutputImported: ({ evaluation_id }) => count(evaluation_id, 'answered'),
    OutputCarried: ({ evaluation_id }) => count(evaluation_id, 'answered'),
    CallFailed: ({ evaluation_id }) => count(evaluation_id, 'failed'),
    CallUnscored: ({ evaluation_id }) => count(evaluation_id, 'unscored'),
    CallCancelled: ({ evaluation_id }) => count(evaluation_id, 'cancelled'),
    CallScored: ({ evaluation_id }) => count(evaluation_id, 'scored'),
    ScoringFinished: ({ evaluation_id }) => step(evaluation_id, { finished: true }),
    EvaluationCompleted: ({ evaluation_id, status }, { at }) => step(evaluation_id, { status, ended_at: at }),
  },
});
