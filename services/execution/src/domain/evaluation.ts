import {
  EvaluationCancelled,
  EvaluationCompleted,
  EvaluationPaused,
  EvaluationResumed,
  EvaluationStarted,
  ModelAbandoned,
  ModelCancelled,
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
  | typeof ModelAbandoned
  | typeof ModelCancelled
>;
export type EvaluationCommand =
  | { type: 'StartEvaluation'; data: DataOf<typeof EvaluationStarted> }
  | { type: 'PauseEvaluation'; data: DataOf<typeof EvaluationPaused> }
  | { type: 'PauseOvercharged'; data: DataOf<typeof EvaluationPaused> }
  | { type: 'ResumeEvaluation'; data: DataOf<typeof EvaluationResumed> }
  | { type: 'CancelEvaluation'; data: DataOf<typeof EvaluationCancelled> }
  | { type: 'AbandonModel'; data: DataOf<typeof ModelAbandoned> }
  | { type: 'CancelModel'; data: DataOf<typeof ModelCancelled> }
  | { type: 'CompleteEvaluation'; data: DataOf<typeof EvaluationCompleted> };

interface Evaluation {
  readonly status: 'unknown' | 'running' | 'paused' | 'cancelled' | 'ended';
  readonly labels: readonly string[];
  /** Models that nothing is sent to any more. */
  readonly left: readonly string[];
  /** It was paused because a call cost too much: who resumes it knows that. */
  readonly overcharged: boolean;
}

function underWay({ status }: Evaluation): void {
  if (status === 'unknown') throw new Rejection('evaluation-not-started', 'This evaluation has not started.');
  if (status === 'ended') throw new Rejection('evaluation-ended', 'This evaluation has ended; its results are final.');
}

/** One run of a task: starts once with everything pinned, ends once. Its calls live in streams of their own. */
export const evaluation = decider<Evaluation, EvaluationCommand, EvaluationEvent>({
  stream: 'evaluation',
  initial: { status: 'unknown', labels: [], left: [], overcharged: false },

  decide: {
    StartEvaluation: (start, { status }) => (status === 'unknown' ? [EvaluationStarted(start)] : []),

    PauseEvaluation(of, state) {
      underWay(state);
      if (state.status === 'cancelled')
        throw new Rejection('evaluation-cancelled', 'This evaluation was cancelled; it cannot be paused.');
      return state.status === 'paused' ? [] : [EvaluationPaused(of)];
    },

    PauseOvercharged: (of, { status, overcharged }) =>
      status === 'running' && !overcharged ? [EvaluationPaused(of)] : [],

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

    AbandonModel: (model, { status, left }) =>
      (status === 'running' || status === 'paused') && !left.includes(model.label) ? [ModelAbandoned(model)] : [],

    CancelModel(model, state) {
      underWay(state);
      if (!state.labels.includes(model.label))
        throw new Rejection('no-such-model', `This evaluation has no model "${model.label}".`);
      return state.status === 'cancelled' || state.left.includes(model.label) ? [] : [ModelCancelled(model)];
    },

    CompleteEvaluation(end, { status }) {
      if (status === 'unknown') throw new Rejection('evaluation-not-started', 'This evaluation has not started.');
      return status === 'ended' ? [] : [EvaluationCompleted(end)];
    },
  },

  evolve: {
    EvaluationStarted: (state, { models }) => ({
      ...state,
      status: 'running',
      labels: models.map(({ label }) => label),
    }),
    EvaluationPaused: (state, { overcharged }) => ({
      ...state,
      status: 'paused',
      overcharged: state.overcharged || overcharged !== undefined,
    }),
    EvaluationResumed: (state) => ({ ...state, status: 'running' }),
    EvaluationCancelled: (state) => ({ ...state, status: 'cancelled' }),
    ModelAbandoned: (state, { label }) => ({ ...state, left: [...state.left, label] }),
    ModelCancelled: (state, { label }) => ({ ...state, left: [...state.left, label] }),
    EvaluationCompleted: (state) => ({ ...state, status: 'ended' }),
  },
});
