import { handle } from '@taskbench/event-log';
import type { CallRequested, DataOf } from '@taskbench/contracts';
import type { Runtime, Worker } from '@taskbench/service-kit';
import { call } from '../domain/call.ts';
import { LEASE_MS, type Lease } from './lease.ts';

interface DeadLease {
  readonly call_id: string;
  readonly attempt: number;
  readonly request: { readonly call: DataOf<typeof CallRequested> };
}

const EVERY_MS = 1_000;

// A dead process frees its advisory lock at once; one that is cut off lets its lease run out.
const DEAD = `
  select call_id, attempt, request from execution.leases where owner is not null and (until < now() or owner in (
    select o from (select distinct owner o from execution.leases where owner is not null and owner <> $1) others
    where pg_try_advisory_xact_lock(7, hashtext(o))))
  and pg_postmaster_start_time() < now() - interval '6 s' limit 200`;

// Released leases whose due row has caught up, or has gone, are no longer needed.
const SPENT = `
  delete from execution.leases l where l.owner is null and l.until < now() - interval '2 s'
  and coalesce((select d.version from execution.due_calls d where d.call_id = l.call_id), l.version) >= l.version`;

// A due row that says "attempting" without any lease lost its owner together with the lease table.
const ORPHANED = `
  select d.call_id, d.attempt, json_build_object('call', d.request) as request from execution.due_calls d
  where d.status = 'attempting' and not exists (select 1 from execution.leases l where l.call_id = d.call_id) limit 200`;

/** Finds attempts whose process died or was cut off, and says so in the log: they are in doubt. */
export class Reaper implements Worker {
  private readonly timer: NodeJS.Timeout;
  private round: Promise<void> = Promise.resolve();

  constructor(
    private readonly runtime: Runtime,
    private readonly lease: Lease,
  ) {
    this.timer = setInterval(() => {
      this.round = this.round
        .then(() => this.sweep())
        .catch((error: unknown) => runtime.logger.warn({ error: String(error) }, 'Leases were not swept this time.'));
    }, EVERY_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  private async sweep(): Promise<void> {
    const { client, connectedAt, owner } = this.lease;
    if (!client || connectedAt === null || Date.now() - connectedAt < LEASE_MS) return;
    const dead = await client.query<DeadLease>(DEAD, [owner]);
    const orphaned = await client.query<DeadLease>(ORPHANED);
    await Promise.all([...dead.rows, ...orphaned.rows].map((one) => this.doubt(one)));
    await client.query(SPENT);
  }

  private async doubt({ call_id, attempt, request }: DeadLease): Promise<void> {
    const { evaluation_id, task_id, phase, label, input_id, repetition, payer } = request.call;
    const data = { call_id, evaluation_id, task_id, phase, label, input_id, repetition, payer, attempt };
    await handle(this.runtime.log, call, call_id, { type: 'DoubtAttempt', data }, { correlation: payer });
    await this.runtime.pool.query('select execution.resync($1)', [call_id]);
  }
}
