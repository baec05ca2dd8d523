import type { CallKey, CallRow } from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';
import type { CallEvent } from '../domain/call.ts';

export interface CallBoardRow extends CallRow {
  task_id: string;
  ordinal: number;
  output: string | null;
  /** Names what was asked: those of one task that have it in common were asked alike. */
  asked: string | null;
}

const step = (call_id: string, next: Partial<CallBoardRow>) =>
  change<CallBoardRow>({ call_id }, (row) => row && { ...row, ...next });

type Cell = CallKey & { ordinal: number };
const appear = (cell: Cell, as: Partial<CallBoardRow>) => {
  const { call_id, evaluation_id, task_id, ordinal, phase, label, input_id, repetition } = cell;
  return change<CallBoardRow>({ call_id }, () => ({
    call_id,
    evaluation_id,
    task_id,
    ordinal,
    phase,
    label,
    input_id,
    repetition,
    status: 'requested',
    attempts: 0,
    reason: null,
    mark: null,
    queue_ms: null,
    first_token_ms: null,
    latency_ms: null,
    prompt_tokens: null,
    completion_tokens: null,
    imported: false,
    carried_from: null,
    output: null,
    asked: null,
    ...as,
  }));
};

/** One row a call: how it stands and where its output lies. */
export const calls = projection<CallBoardRow, CallEvent>({
  table: 'execution.calls',
  key: ['call_id'],
  on: {
    CallRequested: (cell) => appear(cell, { asked: cell.asked ?? null }),
    AttemptStarted: ({ call_id, attempt }) => step(call_id, { status: 'attempting', attempts: attempt }),
    AttemptFailed: ({ call_id, reason }) => step(call_id, { status: 'requested', reason }),
    AttemptInDoubt: ({ call_id }) => step(call_id, { status: 'in_doubt' }),
    CallAnswered: ({ call_id, output, usage, mark, queue_ms }) =>
      step(call_id, {
        status: 'answered',
        reason: null,
        output,
        mark: mark ?? null,
        queue_ms: queue_ms ?? null,
        first_token_ms: usage.first_token_ms,
        latency_ms: usage.latency_ms,
        prompt_tokens: usage.prompt_tokens,
        completion_tokens: usage.completion_tokens,
      }),
    CallFailed: ({ call_id, reason }) => step(call_id, { status: 'failed', reason }),
    CallUnscored: ({ ordinal, reason, ...key }) =>
      ordinal === undefined
        ? step(key.call_id, { status: 'unscored', reason })
        : appear({ ...key, ordinal }, { status: 'unscored', reason }),
    OutputImported: ({ output, latency_ms, prompt_tokens, completion_tokens, ...cell }) =>
      appear(cell, { status: 'answered', imported: true, output, latency_ms, prompt_tokens, completion_tokens }),
    OutputCarried: ({ output, from, asked, usage, mark, ...cell }) =>
      appear(cell, {
        status: 'answered',
        carried_from: from,
        asked,
        output,
        mark,
        first_token_ms: usage.first_token_ms,
        latency_ms: usage.latency_ms,
        prompt_tokens: usage.prompt_tokens,
        completion_tokens: usage.completion_tokens,
      }),
    CallHeld: ({ call_id }) => step(call_id, { status: 'held' }),
    CallReleased: ({ call_id }) => step(call_id, { status: 'requested' }),
    CallCancelled: ({ call_id }) => step(call_id, { status: 'cancelled' }),
  },
});
