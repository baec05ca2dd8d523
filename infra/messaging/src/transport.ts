import {
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type JetStreamClient,
  type JetStreamManager,
} from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { catalog } from '@taskbench/contracts';
import type { EventLog } from '@taskbench/event-log';

/** JetStream as carrier of one log: the stream's sequence is the log's position. */
export interface Transport {
  readonly connection: NatsConnection;
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  /** Carries the log's id, so that another log's stream is never taken for this one. */
  readonly stream: string;
  readonly subjects: string;
  subjectOf(type: string): string;
  /** Whether the server is reached right now. */
  isConnected(): boolean;
}

// A server that dies never answers: what waits for it goes on soon after it is back.
const TIMEOUT_MS = 2_000;

/** Connects for good: the client reconnects by itself for as long as the process lives. */
export async function openTransport(natsUrl: string, log: EventLog, name: string): Promise<Transport> {
  const { log_id } = await log.head();
  const connection = await connect({
    servers: natsUrl,
    name,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    waitOnFirstConnect: true,
  });
  const prefix = `events.${log_id}`;
  let connected = true;
  void (async () => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect' || type === 'close') connected = false;
      if (type === 'reconnect') connected = true;
    }
  })();
  return {
    connection,
    isConnected: () => connected,
    client: jetstream(connection, { timeout: TIMEOUT_MS }),
    manager: await jetstreamManager(connection, { timeout: TIMEOUT_MS }),
    stream: `taskbench-${log_id}`,
    subjects: `${prefix}.>`,
    subjectOf: (type) => `${prefix}.${catalog.get(type)?.service ?? 'unknown'}.${type}`,
  };
}

/** Makes the stream unless it is there. Without limits that delete: positions must stay sequences. */
export async function ensureStream({ manager, stream, subjects }: Transport): Promise<void> {
  await manager.streams.add({
    name: stream,
    subjects: [subjects],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    max_bytes: -1,
    max_msgs: -1,
    max_age: 0,
    duplicate_window: 120_000_000_000,
    deny_delete: false,
  });
}
