import {
  AnswerSuperseded,
  AttemptFailed,
  AttemptInDoubt,
  AttemptReconciled,
  AttemptStarted,
  AttemptUnreconciled,
  CallAnswered,
  CallCancelled,
  CallFailed,
  CallHeld,
  CallReleased,
  CallRequested,
  CallUnscored,
  type DataOf,
  type EventOf,
  type OutputCarried,
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
  | typeof AttemptReconciled
  | typeof AttemptUnreconciled
  | typeof OutputCarried
>;

export interface Call {
  readonly status: 'unasked' | 'requested' | 'attempting' | 'held' | 'settled';
  readonly attempts: number;
  readonly failures: number;
  /** Attempts whose answer is in the log. */
  readonly answered: readonly number[];
  /** Attempts whose provider is still asked what they cost. */
  readonly sought: readonly number[];
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
  | { type: 'ReconcileAttempt'; data: DataOf<typeof AttemptReconciled> }
  | { type: 'LeaveUnreconciled'; data: DataOf<typeof AttemptUnreconciled> }
  | { type: 'LeaveUnscored'; data: DataOf<typeof CallUnscored> };

const seek = (call: Call, { attempt, looked_up }: { attempt: number; looked_up?: boolean | undefined }): Call =>
  looked_up ? { ...call, sought: [...call.sought, attempt] } : call;
const found = (call: Call, { attempt }: { attempt: number }): Call => ({
  ...call,
  sought: call.sought.filter((one) => one !== attempt),
});

/** One model on one input: tried a few times, settled once. The intent is logged before anything is sent. */
export const call = decider<Call, CallCommand, CallEvent>({
  stream: 'call',
  initial: { status: 'unasked', attempts: 0, failures: 0, answered: [], sought: [] },

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

    // Said once, however many processes asked; of a settled call too, since it changes nothing but the cost.
    ReconcileAttempt: (cost, { sought }) => (sought.includes(cost.attempt) ? [AttemptReconciled(cost)] : []),
    LeaveUnreconciled: (of, { sought }) => (sought.includes(of.attempt) ? [AttemptUnreconciled(of)] : []),

    LeaveUnscored: (reason, { status }) => (status === 'requested' ? [CallUnscored(reason)] : []),
  },

  evolve: {
    CallRequested: (call) => ({ ...call, status: 'requested' }),
    AttemptStarted: (call, { attempt }) => ({ ...call, status: 'attempting', attempts: attempt }),
    AttemptFailed: (call, of) => ({ ...seek(call, of), status: 'requested', failures: call.failures + 1 }),
    AttemptInDoubt: (call) => ({ ...call, status: 'requested' }),
    CallHeld: (call) => ({ ...call, status: 'held' }),
    CallReleased: (call) => ({ ...call, status: 'requested' }),
    CallAnswered: (call, of) => ({ ...seek(call, of), status: 'settled', answered: [...call.answered, of.attempt] }),
    AnswerSuperseded: (call, of) => ({ ...seek(call, of), answered: [...call.answered, of.attempt] }),
    AttemptReconciled: found,
    AttemptUnreconciled: found,
    CallFailed: (call) => ({ ...call, status: 'settled' }),
    CallUnscored: (call) => ({ ...call, status: 'settled' }),
    CallCancelled: (call) => ({ ...call, status: 'settled' }),
    OutputImported: (call) => ({ ...call, status: 'settled' }),
    OutputCarried: (call) => ({ ...call, status: 'settled' }),
  },
});
