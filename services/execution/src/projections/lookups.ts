import type {
  AnswerSuperseded,
  AttemptFailed,
  AttemptReconciled,
  AttemptUnreconciled,
  CallAnswered,
  EventOf,
} from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';

export interface Lookup {
  call_id: string;
  attempt: number;
  generation_id: string;
  /** Microseconds since 1970. */
  ended_at: number;
}

type Of = Pick<Lookup, 'call_id' | 'attempt'>;
type Unpriced = Of & { generation_id?: string | null | undefined; looked_up?: boolean | undefined };

const open = ({ call_id, attempt, generation_id, looked_up }: Unpriced, { at }: { at: number }) =>
  looked_up && generation_id
    ? change<Lookup>({ call_id, attempt }, () => ({ call_id, attempt, generation_id, ended_at: at }))
    : [];
const end = ({ call_id, attempt }: Of) => change<Lookup>({ call_id, attempt }, () => undefined);

/** One row an attempt whose provider is still asked what it cost. */
export const lookups = projection<
  Lookup,
  EventOf<
    | typeof AttemptFailed
    | typeof CallAnswered
    | typeof AnswerSuperseded
    | typeof AttemptReconciled
    | typeof AttemptUnreconciled
  >
>({
  table: 'execution.lookups',
  key: ['call_id', 'attempt'],
  on: {
    AttemptFailed: open,
    CallAnswered: open,
    AnswerSuperseded: open,
    AttemptReconciled: end,
    AttemptUnreconciled: end,
  },
});
