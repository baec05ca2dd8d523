import type {
  AnswerSuperseded,
  AttemptFailed,
  AttemptInDoubt,
  AttemptReconciled,
  CallAnswered,
  CallCancelled,
  CallFailed,
  CallRequested,
  CallUnscored,
  CostsPosted,
  CostsReconciled,
  DataOf,
  EventOf,
  OutputCarried,
  OutputImported,
  Prices,
} from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';
import type { AccountEvent } from '../domain/account.ts';
import { maximumCost } from '../domain/funding.ts';
import { answerCost, overcharge } from '../domain/posting.ts';

export type Entry = DataOf<typeof CostsPosted>['entries'][number];
/** The cost of an attempt that was posted at an unknown one, or is just before this. */
export type Correction = DataOf<typeof CostsReconciled>['entries'][number];
export const isCorrection = (owed: Entry | Correction): owed is Correction => 'may_have_cost_nano' in owed;

export interface PaidCall {
  call_id: string;
  payer: string;
  ordinal: number;
  label: string;
  phase: Entry['phase'];
  prices: Prices | null;
  /** The most that one attempt can cost; null when the price is unknown. */
  max_nano: number | null;
  state: 'waiting' | 'funded' | 'refused' | 'settled';
  /** What attempts cost that are not yet on the account. */
  unposted: (Entry | Correction)[];
  owes: boolean;
}

type Heard =
  | AccountEvent
  | EventOf<
      | typeof CallRequested
      | typeof CallAnswered
      | typeof OutputImported
      | typeof OutputCarried
      | typeof AnswerSuperseded
      | typeof AttemptFailed
      | typeof AttemptInDoubt
      | typeof AttemptReconciled
      | typeof CallFailed
      | typeof CallUnscored
      | typeof CallCancelled
    >;

const step = (call_id: string, next: (row: PaidCall) => Partial<PaidCall>) =>
  change<PaidCall>({ call_id }, (row) => row && { ...row, ...next(row) });
const owe = (row: PaidCall, entry: Pick<Entry, 'attempt' | 'outcome' | 'cost_nano' | 'state' | 'may_cost_nano'>) => ({
  unposted: [
    ...row.unposted,
    {
      call_id: row.call_id,
      label: row.label,
      phase: row.phase,
      ...entry,
      ...overcharge(entry.cost_nano, row.max_nano),
    },
  ],
  owes: true,
});
const left = (unposted: PaidCall['unposted']) => ({ unposted, owes: unposted.length > 0 });
const unknown = (row: PaidCall) => ({ cost_nano: null, state: 'unknown', may_cost_nano: row.max_nano }) as const;
const unpriced = {
  prices: null,
  max_nano: null,
  state: 'settled',
  unposted: [],
  owes: false,
} satisfies Partial<PaidCall>;
const free = { cost_nano: 0, state: 'estimated', may_cost_nano: null } as const;

/** One row a call: whether it is funded, and which of its attempts are still to be posted. */
export const calls = projection<PaidCall, Heard>({
  table: 'billing.calls',
  key: ['call_id'],
  on: {
    CallRequested: (asked) =>
      change<PaidCall>({ call_id: asked.call_id }, () => ({
        call_id: asked.call_id,
        payer: asked.payer,
        ordinal: asked.ordinal,
        label: asked.label,
        phase: asked.phase,
        prices: asked.prices,
        max_nano: maximumCost(asked),
        state: 'waiting',
        unposted: [],
        owes: false,
      })),
    CallsFunded: ({ calls }) => calls.map((call_id) => step(call_id, () => ({ state: 'funded' }))),
    FundsRefused: ({ calls }) => calls.map((call_id) => step(call_id, () => ({ state: 'refused' }))),
    CallAnswered: ({ call_id, attempt, usage, parts }) =>
      step(call_id, (row) => ({
        ...owe(row, { attempt, outcome: 'answered', ...answerCost(usage, row, parts?.length) }),
        state: 'settled',
      })),
    // Nobody waits for funds: what was given is paid for, at the cost that was given with it or at none that is known.
    OutputImported: ({ call_id, payer, ordinal, label, phase, cost_nano }) =>
      change<PaidCall>({ call_id }, () => {
        const row: PaidCall = { call_id, payer, ordinal, label, phase, ...unpriced };
        const cost =
          cost_nano === null ? unknown(row) : ({ cost_nano, state: 'reported', may_cost_nano: null } as const);
        return { ...row, ...owe(row, { attempt: 1, outcome: 'answered', ...cost }) };
      }),
    // Paid for where it was asked: nothing is due here, and said so.
    OutputCarried: ({ call_id, payer, ordinal, label, phase }) =>
      change<PaidCall>({ call_id }, () => {
        const row: PaidCall = { call_id, payer, ordinal, label, phase, ...unpriced };
        return { ...row, ...owe(row, { attempt: 1, outcome: 'answered', ...free }) };
      }),
    AnswerSuperseded: ({ call_id, attempt, usage, parts }) =>
      step(call_id, (row) => owe(row, { attempt, outcome: 'superseded', ...answerCost(usage, row, parts?.length) })),
    AttemptFailed: ({ call_id, attempt, may_have_cost, retry_at }) =>
      step(call_id, (row) => ({
        ...owe(row, { attempt, outcome: 'failed', ...(may_have_cost ? unknown(row) : free) }),
        state: retry_at === null ? row.state : 'waiting',
      })),
    AttemptInDoubt: ({ call_id, attempt }) =>
      step(call_id, (row) => ({ ...owe(row, { attempt, outcome: 'in_doubt', ...unknown(row) }), state: 'waiting' })),
    AttemptReconciled: ({ call_id, attempt, cost_nano }) =>
      step(call_id, ({ unposted, label, phase, max_nano }) => ({
        unposted: [
          ...unposted,
          {
            call_id,
            attempt,
            label,
            phase,
            cost_nano,
            may_have_cost_nano: max_nano,
            ...overcharge(cost_nano, max_nano),
          },
        ],
        owes: true,
      })),
    CallFailed: ({ call_id }) => step(call_id, () => ({ state: 'settled' })),
    CallUnscored: ({ call_id }) => step(call_id, () => ({ state: 'settled' })),
    CallCancelled: ({ call_id }) => step(call_id, () => ({ state: 'settled' })),
    CostsPosted: ({ entries }) =>
      entries.map(({ call_id, attempt, outcome }) =>
        step(call_id, ({ unposted }) => {
          const posted = (entry: Entry | Correction) =>
            !isCorrection(entry) && entry.attempt === attempt && entry.outcome === outcome;
          return left(unposted.filter((entry) => !posted(entry)));
        }),
      ),
    CostsReconciled: ({ entries }) =>
      entries.map(({ call_id, attempt }) =>
        step(call_id, ({ unposted }) =>
          left(unposted.filter((entry) => !isCorrection(entry) || entry.attempt !== attempt)),
        ),
      ),
  },
});
