import type {
  CallAnswered,
  CallCancelled,
  CallFailed,
  CallRequested,
  CallUnscored,
  EvaluationStarted,
  EventOf,
  OutputCarried,
  OutputImported,
} from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';
import type { AccountEvent } from '../domain/account.ts';

export interface AccountRow {
  payer: string;
  evaluation: boolean;
  /** Of the account's stream: what is decided on this row is appended at this version or not at all. */
  version: number;
  budget_nano: number | null;
  planned: number;
  settled_calls: number;
  closed: boolean;
  spent_nano: number;
  /** What entries of unknown cost may have cost at most. */
  may_cost_nano: number;
  unknown_entries: number;
}

type Heard =
  | AccountEvent
  | EventOf<
      | typeof EvaluationStarted
      | typeof CallRequested
      | typeof CallAnswered
      | typeof OutputImported
      | typeof OutputCarried
      | typeof CallFailed
      | typeof CallUnscored
      | typeof CallCancelled
    >;

const opened = (payer: string, evaluation: boolean, planned: number, budget_nano: number | null): AccountRow => ({
  payer,
  evaluation,
  version: 0,
  budget_nano,
  planned,
  settled_calls: 0,
  closed: false,
  spent_nano: 0,
  may_cost_nano: 0,
  unknown_entries: 0,
});

const step = (payer: string, next: (row: AccountRow) => Partial<AccountRow>) =>
  change<AccountRow>({ payer }, (row) => row && { ...row, ...next(row) });
const settle = ({ payer }: { payer: string }) =>
  step(payer, ({ settled_calls }) => ({ settled_calls: settled_calls + 1 }));
const reached = ({ payer }: { payer: string }, { version }: { version: number }) => step(payer, () => ({ version }));

/** One row a payer: its budget, what it has spent, and how far its account's stream is. */
export const accounts = projection<AccountRow, Heard>({
  table: 'billing.accounts',
  key: ['payer'],
  on: {
    EvaluationStarted: ({ evaluation_id, planned, budget_nano }) =>
      change<AccountRow>({ payer: evaluation_id }, () => opened(evaluation_id, true, planned, budget_nano)),
    // A task pays for its own check generations: each further one reopens its account.
    CallRequested: ({ payer, phase }) =>
      phase === 'execution'
        ? []
        : change<AccountRow>({ payer }, (row) =>
            row ? { ...row, planned: row.planned + 1, closed: false } : opened(payer, false, 1, null),
          ),
    CallAnswered: settle,
    OutputImported: settle,
    OutputCarried: settle,
    CallFailed: settle,
    CallUnscored: settle,
    CallCancelled: settle,
    CallsFunded: reached,
    FundsRefused: reached,
    CostsPosted: ({ payer, entries }, { version }) =>
      step(payer, (row) => ({
        version,
        spent_nano: row.spent_nano + entries.reduce((sum, { cost_nano }) => sum + (cost_nano ?? 0), 0),
        may_cost_nano: row.may_cost_nano + entries.reduce((sum, { may_cost_nano }) => sum + (may_cost_nano ?? 0), 0),
        unknown_entries: row.unknown_entries + entries.filter(({ cost_nano }) => cost_nano === null).length,
      })),
    CostsReconciled: ({ payer, entries }, { version }) =>
      step(payer, (row) => ({
        version,
        spent_nano: row.spent_nano + entries.reduce((sum, { cost_nano }) => sum + cost_nano, 0),
        may_cost_nano: row.may_cost_nano - entries.reduce((sum, { may_have_cost_nano: may }) => sum + (may ?? 0), 0),
        unknown_entries: row.unknown_entries - entries.length,
      })),
    AccountSettled: ({ payer }, { version }) => step(payer, () => ({ version, closed: true })),
  },
});
