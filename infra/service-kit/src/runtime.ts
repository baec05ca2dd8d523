import { EventLog, migrate, servicePool, steadyPool, Texts, type Pool, type ServiceSchema } from '@taskbench/event-log';
import { openTransport, type Transport } from '@taskbench/messaging';
import { logger, type Logger } from '@taskbench/telemetry';
import type { Config } from './config.ts';

/** Of each kind, for questions and for the log. */
const CONNECTIONS = 10;

/** What every service of a process stands on: one pool, one log, one transport. Injected by its class. */
export class Runtime {
  constructor(
    readonly config: Config,
    readonly pool: Pool,
    readonly log: EventLog,
    readonly texts: Texts,
    readonly transport: Transport,
    readonly logger: Logger,
  ) {}

  /** Whether NATS is connected right now. */
  connected(): boolean {
    return this.transport.isConnected();
  }

  async close(): Promise<void> {
    const { connection } = this.transport;
    // What is away takes no last words, and would be waited for: what they said is in the log.
    await (this.connected() ? connection.drain() : connection.close());
    await Promise.all([this.pool.end(), this.log.pool.end()]);
  }
}

/** Migrates, then connects. */
export async function openRuntime(config: Config, name: string, schemas: readonly ServiceSchema[]): Promise<Runtime> {
  await migrate(config.databaseUrl, schemas);
  const pool = servicePool(config.databaseUrl, CONNECTIONS);
  const log = new EventLog(steadyPool(config.databaseUrl, CONNECTIONS));
  const transport = await openTransport(config.natsUrl, log, name);
  return new Runtime(config, pool, log, new Texts(log.pool), transport, logger(name));
}
