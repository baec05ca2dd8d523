import type { CallsFunded, DataOf, CallRequested, EventOf } from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';
import type { CallEvent } from '../domain/call.ts';

export interface DueCall {
  call_id: string;
  evaluation_id: string | null;
  label: string;
  ordinal: number;
  /** Of the call's stream, as far as this row has seen it. */
  version: number;
  attempt: number;
  failures: number;
  status: 'requested' | 'attempting' | 'held';
  not_before: number;
  /** From when on it could be sent, microseconds since 1970. */
  since: number;
  funded: boolean;
  request: DataOf<typeof CallRequested>;
}

const settle = ({ call_id }: { call_id: string }) => change<DueCall>({ call_id }, () => undefined);

// What changes nothing for the call still moves its stream on, and claims append at its version.
const reached = ({ call_id }: { call_id: string }, { version }: { version: number }) =>
  change<DueCall>({ call_id }, (row) => row && { ...row, version });

/** The work list that claims read: calls that wait for an attempt, in order, with or without funds. */
export const dueCalls = projection<DueCall, CallEvent | EventOf<typeof CallsFunded>>({
  table: 'execution.due_calls',
  key: ['call_id'],
  on: {
    CallRequested: (request, { version, at }) =>
      change<DueCall>({ call_id: request.call_id }, () => ({
        call_id: request.call_id,
        evaluation_id: request.evaluation_id,
        label: request.label,
        ordinal: request.ordinal,
        version,
        attempt: 0,
        failures: 0,
        status: 'requested',
        not_before: 0,
        since: at,
        funded: false,
        request,
      })),
    CallsFunded: ({ calls }) =>
      calls.map((call_id) => change<DueCall>({ call_id }, (row) => row && { ...row, funded: true })),
    AttemptStarted: ({ call_id, attempt }, { version }) =>
      change<DueCall>({ call_id }, (row) => row && { ...row, version, attempt, status: 'attempting' }),
    AttemptFailed: ({ call_id, retry_at }, { version }) =>
      change<DueCall>(
        { call_id },
        (row) =>
          row && {
            ...row,
            version,
            failures: row.failures + 1,
            status: 'requested',
            not_before: retry_at ?? 0,
            since: retry_at ?? 0,
            funded: false,
          },
      ),
    AttemptInDoubt: ({ call_id }, { version, at }) =>
      change<DueCall>(
        { call_id },
        (row) => row && { ...row, version, status: 'requested', not_before: 0, since: at, funded: false },
      ),
    CallHeld: ({ call_id }, { version }) =>
      change<DueCall>({ call_id }, (row) => row && { ...row, version, status: 'held' }),
    CallReleased: ({ call_id }, { version, at }) =>
      change<DueCall>({ call_id }, (row) => row && { ...row, version, status: 'requested', since: at }),
    AnswerSuperseded: reached,
    AttemptReconciled: reached,
    AttemptUnreconciled: reached,
    CallAnswered: settle,
    CallFailed: settle,
    CallUnscored: settle,
    CallCancelled: settle,
  },
});
