import {
  AnswerSuperseded,
  AttemptFailed,
  AttemptInDoubt,
  AttemptStarted,
  CallAnswered,
  CallCancelled,
  CallFailed,
  CallHeld,
  CallReleased,
  CallRequested,
  CallUnscored,
  type DataOf,
  type EventOf,
  type OutputImported,
  type ResolveCall,
} from '@taskbench/contracts';
import { decider, Rejection } from '@taskbench/kernel';
import { keyOf } from './key.ts';

/** Attempts that may fail before the call does. Those in doubt are not counted: nobody knows how they ended. */
export const MAX_FAILURES = 4;

export type CallEvent = EventOf<
  | typeof CallRequested
  | typeof AttemptStarted
  | typeof AttemptFailed
  | typeof AttemptInDoubt
  | typeof CallAnswered
  | typeof AnswerSuperseded
  | typeof CallFailed
  | typeof CallUnscored
  | typeof CallHeld
  | typeof CallReleased
  | typeof CallCancelled
  | typeof OutputImported
>;

export interface Call {
  readonly status: 'unasked' | 'requested' | 'attempting' | 'held' | 'settled';
  readonly attempts: number;
  readonly failures: number;
  /** Attempts whose answer is in the log. */
  readonly answered: readonly number[];
}

type Failure = Omit<DataOf<typeof AttemptFailed>, 'retry_at'> & {
  readonly retryable: boolean;
  readonly retry_at: number;
};

export type CallCommand =
  | { type: 'RequestCall'; data: DataOf<typeof CallRequested> }
  | { type: 'StartAttempt'; data: DataOf<typeof AttemptStarted> }
  | { type: 'RecordOutput'; data: DataOf<typeof CallAnswered> }
  | { type: 'RecordFailure'; data: Failure }
  | { type: 'DoubtAttempt'; data: DataOf<typeof AttemptInDoubt> & { readonly hold: boolean } }
  | { type: 'ResolveCall'; data: DataOf<typeof CallReleased> & ResolveCall }
  | { type: 'CancelCall'; data: DataOf<typeof CallCancelled> }
  | { type: 'AbandonCall'; data: DataOf<typeof CallCancelled> }
  | { type: 'LeaveUnscored'; data: DataOf<typeof CallUnscored> };

/** One model on one input: tried a few times, settled once. The intent is logged before anything is sent. */
export const call = decider<Call, CallCommand, CallEvent>({
  stream: 'call',
  initial: { status: 'unasked', attempts: 0, failures: 0, answered: [] },

  decide: {
    RequestCall: (cell, { status }) => (status === 'unasked' ? [CallRequested(cell)] : []),

    StartAttempt(attempt, { status, attempts }) {
      if (status !== 'requested' || attempt.attempt !== attempts + 1) {
        throw new Rejection('call-not-waiting', 'This call is being tried or settled.');
      }
      return [AttemptStarted(attempt)];
    },

    // An answer that comes after its attempt was doubted still counts, unless a newer attempt began.
    RecordOutput(output, { status, attempts, answered }) {
      if (answered.includes(output.attempt)) return [];
      const current = status !== 'unasked' && status !== 'settled' && output.attempt === attempts;
      return current ? [CallAnswered(output)] : [AnswerSuperseded(output)];
    },

    RecordFailure({ retryable, retry_at, ...failure }, { status, attempts, failures }) {
      const awaited = status === 'attempting' || status === 'held';
      if (!awaited || failure.attempt !== attempts) return []; // of an earlier attempt
      if (retryable && failures + 1 < MAX_FAILURES) return [AttemptFailed({ ...failure, retry_at })];
      const { reason, attempt } = failure;
      return [
        AttemptFailed({ ...failure, retry_at: null }),
        CallFailed({ ...keyOf(failure), reason, attempts: attempt }),
      ];
    },

    DoubtAttempt({ hold, ...attempt }, { status, attempts }) {
      if (status !== 'attempting' || attempt.attempt !== attempts) return [];
      return hold ? [AttemptInDoubt(attempt), CallHeld(attempt)] : [AttemptInDoubt(attempt)];
    },

    ResolveCall({ action, ...cell }, { status, attempts }) {
      if (status !== 'held') throw new Rejection('call-not-held', 'This call is not held: there is nothing to decide.');
      return action === 'retry' ? [CallReleased(cell)] : [CallFailed({ ...cell, reason: 'in_doubt', attempts })];
    },

    // What is under way ends by itself; it is cancelled when it comes back without an answer.
    CancelCall: (cell, { status }) => (status === 'requested' || status === 'held' ? [CallCancelled(cell)] : []),

    // Its model was abandoned. What is held waits for its person all the same.
    AbandonCall: (cell, { status, attempts }) =>
      status === 'requested' ? [CallFailed({ ...cell, reason: 'abandoned', attempts })] : [],

    LeaveUnscored: (reason, { status }) => (status === 'requested' ? [CallUnscored(reason)] : []),
  },

  evolve: {
    CallRequested: (call) => ({ ...call, status: 'requested' }),
    AttemptStarted: (call, { attempt }) => ({ ...call, status: 'attempting', attempts: attempt }),
    AttemptFailed: (call) => ({ ...call, status: 'requested', failures: call.failures + 1 }),
    AttemptInDoubt: (call) => ({ ...call, status: 'requested' }),
    CallHeld: (call) => ({ ...call, status: 'held' }),
    CallReleased: (call) => ({ ...call, status: 'requested' }),
    CallAnswered: (call, { attempt }) => ({ ...call, status: 'settled', answered: [...call.answered, attempt] }),
    AnswerSuperseded: (call, { attempt }) => ({ ...call, answered: [...call.answered, attempt] }),
    CallFailed: (call) => ({ ...call, status: 'settled' }),
    CallUnscored: (call) => ({ ...call, status: 'settled' }),
    CallCancelled: (call) => ({ ...call, status: 'settled' }),
    OutputImported: (call) => ({ ...call, status: 'settled' }),
  },
});
