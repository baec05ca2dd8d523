import type { InDoubt } from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';
import type { EvaluationEvent } from '../domain/evaluation.ts';

interface Run {
  evaluation_id: string;
  concurrency: number;
  labels: string[];
  /** Neither paused nor cancelled: calls may be claimed. */
  running: boolean;
  cancelled: boolean;
  in_doubt: InDoubt;
  /** Models that nothing is sent to any more. */
  abandoned: string[];
  cancelled_labels: string[];
}

const step = (evaluation_id: string, next: Partial<Run> | ((row: Run) => Partial<Run>)) =>
  change<Run>({ evaluation_id }, (row) => row && { ...row, ...(typeof next === 'function' ? next(row) : next) });

/** The limits that claims lock and read; changes seldom, so that a claim never waits for a busy row. */
export const runs = projection<Run, EvaluationEvent>({
  table: 'execution.runs',
  key: ['evaluation_id'],
  on: {
    EvaluationStarted: ({ evaluation_id, concurrency, models, in_doubt }) =>
      change<Run>({ evaluation_id }, () => ({
        evaluation_id,
        concurrency,
        labels: models.map(({ label }) => label),
        running: true,
        cancelled: false,
        in_doubt,
        abandoned: [],
        cancelled_labels: [],
      })),
    EvaluationPaused: ({ evaluation_id }) => step(evaluation_id, { running: false }),
    EvaluationResumed: ({ evaluation_id }) => step(evaluation_id, { running: true }),
    EvaluationCancelled: ({ evaluation_id }) => step(evaluation_id, { running: false, cancelled: true }),
    ModelAbandoned: ({ evaluation_id, label }) =>
      step(evaluation_id, ({ abandoned }) => ({ abandoned: [...abandoned, label] })),
    ModelCancelled: ({ evaluation_id, label }) =>
      step(evaluation_id, ({ cancelled_labels }) => ({ cancelled_labels: [...cancelled_labels, label] })),
    EvaluationCompleted: ({ evaluation_id }) => change<Run>({ evaluation_id }, () => undefined),
  },
});
