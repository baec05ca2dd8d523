import {
  EvaluationCancelled,
  EvaluationCompleted,
  EvaluationPaused,
  EvaluationResumed,
  EvaluationStarted,
  type DataOf,
  type EventOf,
} from '@taskbench/contracts';
import { decider, Rejection } from '@taskbench/kernel';

export type EvaluationEvent = EventOf<
  | typeof EvaluationStarted
  | typeof EvaluationPaused
  | typeof EvaluationResumed
  | typeof EvaluationCancelled
  | typeof EvaluationCompleted
>;
export type EvaluationCommand =
  | { type: 'StartEvaluation'; data: DataOf<typeof EvaluationStarted> }
  | { type: 'PauseEvaluation'; data: DataOf<typeof EvaluationPaused> }
  | { type: 'ResumeEvaluation'; data: DataOf<typeof EvaluationResumed> }
  | { type: 'CancelEvaluation'; data: DataOf<typeof EvaluationCancelled> }
  | { type: 'CompleteEvaluation'; data: DataOf<typeof EvaluationCompleted> };

interface Evaluation {
  readonly status: 'unknown' | 'running' | 'paused' | 'cancelled' | 'ended';
}

function underWay({ status }: Evaluation): void {
  if (status === 'unknown') throw new Rejection('evaluation-not-started', 'This evaluation has not started.');
  if (status === 'ended') throw new Rejection('evaluation-ended', 'This evaluation has ended; its results are final.');
}

/** One run of a task: starts once with everything pinned, ends once. Its calls live in streams of their own. */
export const evaluation = decider<Evaluation, EvaluationCommand, EvaluationEvent>({
  stream: 'evaluation',
  initial: { status: 'unknown' },

  decide: {
    StartEvaluation: (start, { status }) => (status === 'unknown' ? [EvaluationStarted(start)] : []),

    PauseEvaluation(of, state) {
      underWay(state);
      if (state.status === 'cancelled')
        throw new Rejection('evaluation-cancelled', 'This evaluation was cancelled; it cannot be paused.');
      return state.status === 'paused' ? [] : [EvaluationPaused(of)];
    },

    ResumeEvaluation(of, state) {
      underWay(state);
      if (state.status === 'cancelled')
        throw new Rejection('evaluation-cancelled', 'This evaluation was cancelled; start a new one.');
      return state.status === 'running' ? [] : [EvaluationResumed(of)];
    },

    CancelEvaluation(of, state) {
      underWay(state);
      return state.status === 'cancelled' ? [] : [EvaluationCancelled(of)];
    },

    CompleteEvaluation(end, { status }) {
      if (status === 'unknown') throw new Rejection('evaluation-not-started', 'This evaluation has not started.');
      return status === 'ended' ? [] : [EvaluationCompleted(end)];
    },
  },

  evolve: {
    EvaluationStarted: () => ({ status: 'running' }),
    EvaluationPaused: () => ({ status: 'paused' }),
    EvaluationResumed: () => ({ status: 'running' }),
    EvaluationCancelled: () => ({ status: 'cancelled' }),
    EvaluationCompleted: () => ({ status: 'ended' }),
  },
});
