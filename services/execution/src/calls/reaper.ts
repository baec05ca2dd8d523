import { handle } from '@taskbench/event-log';
import type { CallRequested, DataOf } from '@taskbench/contracts';
import { Sweep, type Runtime } from '@taskbench/service-kit';
import { call } from '../domain/call.ts';
import { keyOf } from '../domain/key.ts';
import { LEASE_MS, type Lease } from './lease.ts';

interface LostLease {
  readonly call_id: string;
  readonly attempt: number;
  readonly request: { readonly call: DataOf<typeof CallRequested> };
  readonly hold: boolean;
}

const EVERY_MS = 500;
/** What no waiting call depends on is looked for in one round of so many. */
const TIDY_ROUNDS = 4;
/** A process whose connection was cut has this long to be back before it is taken for dead. */
const GRACE_MS = 1_500;

// A dead process frees its advisory lock at once; one that is cut off lets its lease run out.
const SILENT = `
  select owner from (select distinct owner from execution.leases where owner is not null and owner <> $1) others
  where pg_try_advisory_xact_lock(7, hashtext(owner))`;

// What this process holds it knows itself. Nothing is believed until Postgres has been up for a whole lease.
const LOST = `
  select l.call_id, l.attempt, l.request, coalesce(r.in_doubt = 'hold', false) as hold
  from execution.leases l left join execution.runs r on r.evaluation_id = any(array[l.evaluation_id])
  where l.owner <> $1 and (l.until < now() or l.owner = any($2::text[]))
    and pg_postmaster_start_time() < now() - interval '6 s' limit 200`;

// What is no longer needed: processes that have not been heard of for long, streaks of evaluations that have ended, limits of
// models that have not complained for long, and released leases whose due row has caught up, or has gone.
const SPENT = `
  with workers as (delete from execution.workers where until < now() - interval '1 minute'),
    streaks as (delete from execution.streaks s where not exists (select 1 from execution.runs r where r.evaluation_id = any(array[s.evaluation_id]))),
    throttles as (delete from execution.throttles where greatest(lowered_at, resume_at) < now() - interval '5 minutes')
  delete from execution.leases l where l.owner is null and l.until < now() - interval '2 s'
  and coalesce((select d.version from execution.due_calls d where d.call_id = l.call_id), l.version) >= l.version`;

// A due row that says "attempting" without any lease lost its owner together with the lease table.
const ORPHANED = `
  select d.call_id, d.attempt, json_build_object('call', d.request) as request, coalesce(r.in_doubt = 'hold', false) as hold
  from execution.due_calls d left join execution.runs r on r.evaluation_id = any(array[d.evaluation_id])
  where d.status = 'attempting' and (select true from execution.leases l where l.call_id = d.call_id) is null limit 200`;

/** Finds attempts whose process died or was cut off, and says so in the log: they are in doubt. */
export class Reaper extends Sweep {
  /** Owners whose lock was found free, and since when. */
  private silent = new Map<string, number>();
  private sweeps = 0;

  constructor(
    private readonly runtime: Runtime,
    private readonly lease: Lease,
  ) {
    super(runtime.logger, 'Leases were not swept this time.', () => this.sweep(), EVERY_MS);
  }

  private async sweep(): Promise<void> {
    const { client, connectedAt, wasDown, owner } = this.lease;
    if (!client || connectedAt === null) return this.silent.clear();
    const { rows } = await client.query<{ owner: string }>({ name: 'silent', text: SILENT, values: [owner] });
    this.silent = new Map(rows.map(({ owner: one }) => [one, this.silent.get(one) ?? Date.now()]));
    if (wasDown && Date.now() - connectedAt < LEASE_MS) return; // the others are given as long to be back
    const dead = [...this.silent].filter(([, since]) => Date.now() - since >= GRACE_MS).map(([one]) => one);
    const lost = await client.query<LostLease>({ name: 'lost', text: LOST, values: [owner, dead] });
    await Promise.all(lost.rows.map((one) => this.doubt(one)));
    if (this.sweeps++ % TIDY_ROUNDS > 0) return;
    const orphaned = await client.query<LostLease>({ name: 'orphaned', text: ORPHANED });
    await Promise.all(orphaned.rows.map((one) => this.doubt(one)));
    await client.query({ name: 'spent', text: SPENT });
  }

  private async doubt({ call_id, attempt, request, hold }: LostLease): Promise<void> {
    const command = { type: 'DoubtAttempt', data: { ...keyOf(request.call), attempt, hold } } as const;
    await handle(this.runtime.log, call, call_id, command, { correlation: request.call.payer });
    await this.runtime.pool.query('select execution.end_lease($1, $2)', [call_id, attempt]);
  }
}
