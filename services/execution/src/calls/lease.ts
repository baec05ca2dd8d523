import { randomUUID } from 'node:crypto';
import { outlast, STEADY_OPTIONS } from '@taskbench/event-log';
import type { Runtime, Worker } from '@taskbench/service-kit';
import pg from 'pg';

export const LEASE_MS = 6_000;
const RENEW_MS = 2_000;
const AGAIN_MS = 250;
// Until it retires a process counts among those that share the slots.
const RENEW = `
  with worker as (insert into execution.workers select $1, now() + interval '6 s' where $2
    on conflict (owner) do update set until = excluded.until)
  update execution.leases set until = now() + interval '6 s' where owner = $1`;
const STILL_OURS = 'select 1 from execution.leases where call_id = $1 and owner = $2 and attempt = $3';

/**
 * This process's name among those that send, and its hold on what it claimed: leases renewed every 2 s, and an advisory
 * lock on a connection of its own, which Postgres frees the moment the process dies.
 */
export class Lease implements Worker {
  readonly owner = randomUUID();
  /** Since when the connection that judges others has stood, ms since 1970; null while it is down. */
  connectedAt: number | null = null;
  /** Whether it was down before, or could not be made: what kept it down may keep others' down. */
  wasDown = false;
  client: pg.Client | null = null;
  private renewedAt = 0;
  private open = true;
  /** Nothing new is begun here: this process stops. */
  retired = false;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly runtime: Runtime) {
    void this.connect();
    this.timer = setInterval(() => void this.renew(), RENEW_MS);
  }

  /** Whether what this process claims is believed to be its own: false while Postgres cannot be told that it lives. */
  held(): boolean {
    return this.connectedAt !== null && Date.now() - this.renewedAt < LEASE_MS - RENEW_MS / 2;
  }

  /**
   * Whether an attempt is still this process's to send. While Postgres is away it waits; if that took long, another
   * process may have said that the attempt is in doubt.
   */
  async vouchesFor(callId: string, attempt: number): Promise<boolean> {
    if (this.held()) return true;
    while (!this.held()) {
      if (!this.open) return false;
      await new Promise((done) => setTimeout(done, AGAIN_MS));
    }
    const { rowCount } = await outlast(() => this.runtime.pool.query(STILL_OURS, [callId, this.owner, attempt]));
    return rowCount === 1;
  }

  /** Says that this process claims nothing any more: the others share its slots. */
  async retire(): Promise<void> {
    this.retired = true;
    await this.client?.query('delete from execution.workers where owner = $1', [this.owner]).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.open = false;
    clearInterval(this.timer);
    await this.client?.end();
  }

  private async connect(): Promise<void> {
    if (!this.open) return;
    const client = new pg.Client({
      connectionString: this.runtime.config.databaseUrl,
      options: STEADY_OPTIONS,
      pipeline: true,
    });
    let lost = false;
    const again = () => {
      if (lost) return;
      lost = true;
      this.wasDown = true;
      this.client = null;
      this.connectedAt = null;
      if (this.open) setTimeout(() => void this.connect(), AGAIN_MS);
    };
    client.on('error', again).on('end', again);
    try {
      await client.connect();
      await client.query('select pg_advisory_lock(7, hashtext($1))', [this.owner]);
      this.client = client;
      this.connectedAt = Date.now();
      await this.renew();
    } catch {
      again(); // tried again until Postgres is back; until then `held` is false and nothing is claimed
    }
  }

  private async renew(): Promise<void> {
    const client = this.client;
    if (!client) return;
    const asked = Date.now();
    try {
      await client.query({ name: 'renew', text: RENEW, values: [this.owner, !this.retired] });
      this.renewedAt = asked;
    } catch (error) {
      this.runtime.logger.warn({ err: error }, 'The lease could not be renewed.');
    }
  }
}
