import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { services, type Stored } from '@taskbench/contracts';
import { EventLog, outlast, parseStored, servicePool, type Pool } from '@taskbench/event-log';
import pg from 'pg';
import { findCarrier } from '@taskbench/messaging';
import type { Subject } from './world.ts';

/** What can be seen of the world from outside its processes: the log, the checkpoints, the stream. */
export interface Observer {
  readonly log: EventLog;
  head(): Promise<number>;
  /** The lowest position up to which every projection and the stream have come. */
  reached(): Promise<number>;
  /** The execution processes that hold leases now. */
  owners(): Promise<string[]>;
  cutConnections(): Promise<void>;
  close(): Promise<void>;
}

/** Watches over connections of its own, which also outlast the servers' deaths. */
export async function observe(world: Subject): Promise<Observer> {
  const pool: Pool = servicePool(world.databaseUrl, 2);
  const log = new EventLog(pool);
  const { log_id } = await log.head();
  let nats: NatsConnection | null = null;
  const connection = async () => {
    if (!nats || nats.isClosed()) nats = await connect({ servers: world.natsUrl, reconnect: false, timeout: 1_000 });
    return nats;
  };
  const carried = async (): Promise<number> => {
    try {
      const manager = await jetstreamManager(await connection(), { timeout: 1_000, checkAPI: false });
      const carrier = await findCarrier({ manager, logId: log_id });
      return carrier ? carrier.base + (await manager.streams.info(carrier.name)).state.last_seq : 0;
    } catch {
      return 0; // NATS is away, or the stream has not been made again yet
    }
  };
  const least = services
    .map((name) => `(select position from ${name}.checkpoints where name = 'projections')`)
    .join(', ');
  const owners = `select distinct owner from execution.leases where owner is not null`;

  return {
    log,
    head: async () => (await outlast(() => log.head())).position,
    reached: async () => {
      const { rows } = await outlast(() => pool.query<{ at: number }>(`select least(${least}) as at`));
      return Math.min(rows[0]!.at, await carried());
    },
    owners: async () => (await pool.query<{ owner: string }>(owners)).rows.map(({ owner }) => owner),
    cutConnections: async () => {
      const owner = new pg.Client({ connectionString: world.databaseUrl });
      await owner.connect();
      await owner.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()');
      await owner.end();
    },
    close: async () => {
      await nats?.close();
      await pool.end();
    },
  };
}

/** The events of an evaluation, oldest first. */
export async function eventsOf(log: EventLog, evaluationId: string, after: number): Promise<Stored[]> {
  const found: Stored[] = [];
  for (let at = after; ;) {
    const rows = await log.rows(at, 5_000);
    if (rows.length === 0) return found;
    at = rows.at(-1)!.position;
    const own = rows.filter(({ correlation }) => correlation === evaluationId);
    found.push(...own.map(parseStored));
  }
}
