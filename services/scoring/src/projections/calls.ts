import type {
  CallAnswered,
  CallCancelled,
  CallFailed,
  CallKey,
  CallScored,
  CallUnscored,
  DataOf,
  EventOf,
  OutputCarried,
  OutputImported,
  OutputMark,
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
  /** Its output was cut short or is a refusal. */
  mark: OutputMark | null;
  /** Null until it is scored. */
  parse: DataOf<typeof CallScored>['parse'] | null;
  verdicts: Verdict[] | null;
  /** Digest of the output. */
  output: string | null;
  /** Digest of what it says, parsed and normalised. */
  answer: string | null;
  /** By the declared field's place: right, compared. */
  fields: [number, number][] | null;
}

type Heard = EventOf<
  | typeof CallAnswered
  | typeof OutputImported
  | typeof OutputCarried
  | typeof CallCancelled
  | typeof CallFailed
  | typeof CallUnscored
  | typeof CallScored
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
const unscored = { parse: null, verdicts: null, answer: null, fields: null };

type Settled = Pick<CallRow, 'status'> & Partial<Pick<CallRow, 'latency_ms' | 'mark' | 'output'>>;

function settled(key: CallKey, ended: Settled) {
  const { call_id, evaluation_id, phase, label, input_id, repetition } = key;
  if (phase !== 'execution' || evaluation_id === null) return [];
  const row = {
    call_id,
    evaluation_id,
    label,
    input_id,
    repetition,
    latency_ms: null,
    mark: null,
    output: null,
    ...ended,
  };
  return change<CallRow>({ call_id }, () => ({ ...row, ...unmeasured, ...unscored }));
}

const answered = (answer: DataOf<typeof CallAnswered> | DataOf<typeof OutputCarried>) =>
  settled(answer, {
    status: 'answered',
    latency_ms: answer.usage.latency_ms,
    mark: answer.mark ?? null,
    output: answer.output,
  });

/** One row a settled call of an evaluation: how it ended and what its output is worth. */
export const calls = projection<CallRow, Heard>({
  table: 'scoring.calls',
  key: ['call_id'],
  on: {
    CallAnswered: answered,
    OutputCarried: answered,
    OutputImported: (given) =>
      settled(given, { status: 'answered', latency_ms: given.latency_ms, output: given.output }),
    CallFailed: (failure) => settled(failure, { status: 'failed' }),
    CallUnscored: (left) => settled(left, { status: 'unscored' }),
    CallCancelled: (left) => settled(left, { status: 'cancelled' }),
    CallScored: ({ call_id, parse, metrics, verdicts, answer = null, fields = null }) =>
      change<CallRow>({ call_id }, (row) => row && { ...row, ...metrics, parse, verdicts, answer, fields }),
  },
});
