import { AccountSettled, CallsFunded, CostsPosted, CostsReconciled, FundsRefused } from '@taskbench/contracts';
import { checkpoint } from '@taskbench/event-log';
import type { Fact } from '@taskbench/kernel';
import { Sweep, type Runtime } from '@taskbench/service-kit';
import { fund, type Waiting } from '../domain/funding.ts';
import type { AccountRow } from '../projections/accounts.ts';
import { isCorrection, type Entry, type PaidCall } from '../projections/calls.ts';

/** Calls an event, and calls a round: the next round waits until this one's events are in the rows. */
const FUND_CHUNK = 100;
const FUNDED = 500;
const POST_CHUNK = 50;
const POSTED = 2_000;

const OPEN = `select * from billing.accounts a where not closed
  or (select true from billing.calls c where c.payer = a.payer and c.owes limit 1)`;
const OWED = `select unposted from billing.calls where payer = $1 and owes order by position limit ${POSTED}`;
const WAITING = `select call_id, max_nano from billing.calls where payer = $1 and state = 'waiting' order by ordinal limit ${FUNDED}`;
const RESERVED = `select coalesce(sum(max_nano), 0)::bigint as reserved_nano,
    (select count(*) from billing.calls where payer = $1 and state = 'waiting')::int as waiting_calls
  from billing.calls where payer = $1 and state = 'funded'`;

/**
 * Answers calls that wait for funds and attempts that want posting, many in one append. What it decides rests on rows at
 * a version of the account's stream and is appended at that version or not at all, so a second replica does no harm.
 */
export class KeepAccounts extends Sweep {
  private readonly told = new Map<string, number>();

  constructor(private readonly runtime: Runtime) {
    super(runtime.logger, 'Accounts were not kept this time.', () => this.all());
  }

  private async all(): Promise<void> {
    const to = await checkpoint(this.runtime.pool, 'billing');
    const { rows } = await this.runtime.pool.query<AccountRow>({ name: 'open', text: OPEN });
    await Promise.all(rows.map((account) => this.keep(account, to)));
  }

  private async keep(account: AccountRow, to: number): Promise<void> {
    const { payer, version } = account;
    if ((this.told.get(payer) ?? -1) >= version) return; // our last word is still on its way into the rows
    const facts = [...(await this.decide(account, to))];
    if (facts.length === 0) return;
    const result = await this.runtime.log.append({
      stream: `account-${payer}`,
      expected: version,
      facts,
      correlation: payer,
    });
    if (result !== 'conflict') this.told.set(payer, version);
    if (facts.some(({ type }) => type === 'AccountSettled')) this.told.delete(payer);
  }

  private async decide(account: AccountRow, to: number): Promise<Fact[]> {
    const { payer, budget_nano } = account;
    const { pool } = this.runtime;
    const owing = (await pool.query<Pick<PaidCall, 'unposted'>>({ name: 'owed', text: OWED, values: [payer] })).rows;
    const unposted = owing.flatMap((row) => row.unposted);
    const corrections = unposted.filter(isCorrection);
    const owed = unposted.filter((entry): entry is Entry => !isCorrection(entry));
    // Counted before they are read: a call that comes in between then counts as one that is still to come.
    const { reserved_nano, waiting_calls } =
      budget_nano === null
        ? { reserved_nano: 0, waiting_calls: 0 } // nothing is kept back where there is no budget
        : (
            await pool.query<{ reserved_nano: number; waiting_calls: number }>({
              name: 'reserved',
              text: RESERVED,
              values: [payer],
            })
          ).rows[0]!;
    const waiting = (await pool.query<Waiting>({ name: 'waiting', text: WAITING, values: [payer] })).rows;
    const spent_nano = account.spent_nano + sum(unposted.map(({ cost_nano }) => cost_nano));
    const may_cost_nano =
      account.may_cost_nano +
      sum(owed.map(({ may_cost_nano }) => may_cost_nano)) -
      sum(corrections.map(({ may_have_cost_nano }) => may_have_cost_nano));
    const totals = { payer, budget_nano, spent_nano, reserved_nano };

    const posted = chunks(owed, POST_CHUNK).map((entries) => CostsPosted({ ...totals, entries, posted_to: to }));
    const reconciled = chunks(corrections, POST_CHUNK).map((entries) =>
      CostsReconciled({ ...totals, entries, posted_to: to }),
    );
    const decision = fund(waiting, {
      budget_nano,
      spent_nano: spent_nano + may_cost_nano,
      reserved_nano,
      under_way: account.planned - account.settled_calls - waiting_calls,
    });
    const after = { ...totals, reserved_nano: budget_nano === null ? 0 : decision.reserved_nano };
    const funded = chunks(decision.funded, FUND_CHUNK).map((calls) => CallsFunded({ ...after, calls, funded_to: to }));
    const refused = chunks(decision.refused, FUND_CHUNK).map((calls) =>
      FundsRefused({ ...totals, calls, reason: 'budget', funded_to: to }),
    );
    const more = owing.length === POSTED; // what is left is posted next time, before the last word
    const done = !account.closed && !more && account.settled_calls >= account.planned && waiting.length === 0;
    const unknown = owed.filter(({ cost_nano }) => cost_nano === null).length;
    const unknown_entries = account.unknown_entries + unknown - corrections.length;
    const settled = done ? [AccountSettled({ ...totals, calls: account.settled_calls, unknown_entries })] : [];
    return [...posted, ...reconciled, ...funded, ...refused, ...settled];
  }
}

const sum = (amounts: readonly (number | null)[]): number =>
  amounts.reduce<number>((total, nano) => total + (nano ?? 0), 0);

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
