import { EvaluationCompleted, EvaluationStarted, type DataOf, type EventOf } from '@taskbench/contracts';
import { decider, Rejection } from '@taskbench/kernel';

export type EvaluationEvent = EventOf<typeof EvaluationStarted | typeof EvaluationCompleted>;
export type EvaluationCommand =
  | { type: 'StartEvaluation'; data: DataOf<typeof EvaluationStarted> }
  | { type: 'CompleteEvaluation'; data: DataOf<typeof EvaluationCompleted> };

interface Evaluation {
  readonly status: 'unknown' | 'running' | 'ended';
}

/** One run of a task: starts once with everything pinned, ends once. Its calls live in streams of their own. */
export const evaluation = decider<Evaluation, EvaluationCommand, EvaluationEvent>({
  stream: 'evaluation',
  initial: { status: 'unknown' },

  decide: {
    StartEvaluation: (start, { status }) => (status === 'unknown' ? [EvaluationStarted(start)] : []),

    CompleteEvaluation(end, { status }) {
      if (status === 'unknown') throw new Rejection('evaluation-not-started', 'This evaluation has not started.');
      return status === 'running' ? [EvaluationCompleted(end)] : [];
    },
  },

  evolve: {
    EvaluationStarted: () => ({ status: 'running' }),
    EvaluationCompleted: () => ({ status: 'ended' }),
  },
});
