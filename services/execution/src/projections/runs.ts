import { change, projection } from '@taskbench/event-log';
import type { EvaluationEvent } from '../domain/evaluation.ts';

interface Run {
  evaluation_id: string;
  concurrency: number;
  labels: string[];
  running: boolean;
}

/** The limits that claims lock and read; changes seldom, so that a claim never waits for a busy row. */
export const runs = projection<Run, EvaluationEvent>({
  table: 'execution.runs',
  key: ['evaluation_id'],
  on: {
    EvaluationStarted: ({ evaluation_id, concurrency, models }) =>
      change<Run>({ evaluation_id }, () => ({
        evaluation_id,
        concurrency,
        labels: models.map(({ label }) => label),
        running: true,
      })),
    EvaluationCompleted: ({ evaluation_id }) => change<Run>({ evaluation_id }, () => undefined),
  },
});
