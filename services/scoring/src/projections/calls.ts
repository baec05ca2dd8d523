import type {
  CallAnswered,
  CallCancelled,
  CallFailed,
  CallKey,
  CallScored,
  CallUnscored,
  DataOf,
  EventOf,
  OutputMetrics,
  Verdict,
} from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';

type Unmeasured = { [Name in keyof OutputMetrics]: OutputMetrics[Name] };

export interface CallRow extends Unmeasured {
  call_id: string;
  evaluation_id: string;
  label: string;
  input_id: string;
  repetition: number;
  status: 'answered' | 'failed' | 'unscored' | 'cancelled';
  latency_ms: number | null;
  /** Null until it is scored. */
  parse: DataOf<typeof CallScored>['parse'] | null;
  verdicts: Verdict[] | null;
}

type Heard = EventOf<
  typeof CallAnswered | typeof CallCancelled | typeof CallFailed | typeof CallUnscored | typeof CallScored
>;

const unmeasured: Unmeasured = {
  tp: null,
  fp: null,
  fn: null,
  accuracy: null,
  hallucination_rate: null,
  completeness: null,
  f1: null,
  instruction_following: null,
};

function settled(key: CallKey, status: CallRow['status'], latency_ms: number | null = null) {
  const { call_id, evaluation_id, phase, label, input_id, repetition } = key;
  if (phase !== 'execution' || evaluation_id === null) return [];
  const row = { call_id, evaluation_id, label, input_id, repetition, status, latency_ms, parse: null, verdicts: null };
  return change<CallRow>({ call_id }, () => ({ ...row, ...unmeasured }));
}

/** One row a settled call of an evaluation: how it ended and what its output is worth. */
export const calls = projection<CallRow, Heard>({
  table: 'scoring.calls',
  key: ['call_id'],
  on: {
    CallAnswered: (answer) => settled(answer, 'answered', answer.usage.latency_ms),
    CallFailed: (failure) => settled(failure, 'failed'),
    CallUnscored: (left) => settled(left, 'unscored'),
    CallCancelled: (left) => settled(left, 'cancelled'),
    CallScored: ({ call_id, parse, metrics, verdicts }) =>
      change<CallRow>({ call_id }, (row) => row && { ...row, ...metrics, parse, verdicts }),
  },
});
