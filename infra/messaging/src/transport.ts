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
import { natsAddress } from '@taskbench/local-servers';

/** JetStream as carrier of one log. */
export interface Transport {
  readonly connection: NatsConnection;
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly logId: string;
  /** Whether the server is reached right now. */
  isConnected(): boolean;
  /** Asks the relays and consumers of all processes to hand on at once what they have and get. May be missed, never needed. */
  flush(): void;
  /** Calls whenever a process asks for that, until the answer is called. */
  onFlush(asked: () => void): () => void;
}

/**
 * The stream that carries a log from a base on: an event's sequence is its position less the base. Its name and subjects
 * carry the log's id and the base, so that neither another log nor another base is ever taken for it.
 */
export interface Carrier {
  readonly name: string;
  readonly base: number;
  /** Where a type has topics, one of them, or all its events. */
  subjectOf(type: string, topic?: string): string;
}

// A server that dies never answers: what waits for it goes on soon after it is back.
const TIMEOUT_MS = 2_000;

/** Connects for good: the client reconnects by itself for as long as the process lives. */
export async function openTransport(natsUrl: string, log: EventLog, name: string): Promise<Transport> {
  const { log_id: logId } = await log.head();
  const connection = await connect({
    ...natsAddress(natsUrl),
    name,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    waitOnFirstConnect: true,
    noAsyncTraces: true, // each question would keep the stack of who asked
  });
  let connected = true;
  void (async () => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect' || type === 'close') connected = false;
      if (type === 'reconnect') connected = true;
    }
  })();
  const flush = `events.${logId}.flush`; // no stream has subjects of so few words
  const listeners = new Set<() => void>();
  connection.subscribe(flush, {
    callback() {
      for (const asked of listeners) asked();
    },
  });
  return {
    connection,
    isConnected: () => connected,
    flush() {
      if (connected && !connection.isDraining()) connection.publish(flush);
    },
    onFlush(asked) {
      listeners.add(asked);
      return () => void listeners.delete(asked);
    },
    client: jetstream(connection, { timeout: TIMEOUT_MS }),
    manager: await jetstreamManager(connection, { timeout: TIMEOUT_MS }),
    logId,
  };
}

const nameOf = (logId: string): string => `taskbench-${logId}`;
// Subjects without topics had streams without this word: they are made anew.
const scheme = (logId: string): string => `${nameOf(logId)}-topics-`;
const carrier = (logId: string, base: number): Carrier => ({
  name: `${scheme(logId)}${base}`,
  base,
  subjectOf(type, topic) {
    const of = catalog.get(type);
    const word = of?.event.topicOf ? `.${topic ?? '*'}` : '';
    return `events.${logId}.${base}.${of?.service ?? 'unknown'}.${type}${word}`;
  },
});

/** Every stream of this log, those that an earlier TaskBench named otherwise included. */
async function streamsOf({ manager, logId }: Pick<Transport, 'manager' | 'logId'>): Promise<string[]> {
  const names: string[] = [];
  for await (const name of manager.streams.names()) if (name.startsWith(nameOf(logId))) names.push(name);
  return names;
}

/** The log's stream, the one with the highest base; null while there is none. */
export async function findCarrier(transport: Pick<Transport, 'manager' | 'logId'>): Promise<Carrier | null> {
  const prefix = scheme(transport.logId);
  const bases = (await streamsOf(transport))
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)));
  return bases.length === 0 ? null : carrier(transport.logId, Math.max(...bases));
}

/** Makes the stream of a base, in place of all others of the log. Without limits that delete: sequences must stay positions. */
export async function makeCarrier(transport: Transport, base: number): Promise<Carrier> {
  const { manager, logId } = transport;
  const made = carrier(logId, base);
  for (const name of await streamsOf(transport)) await manager.streams.delete(name);
  await manager.streams.add({
    name: made.name,
    subjects: [`events.${logId}.${base}.>`],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    max_bytes: -1,
    max_msgs: -1,
    max_age: 0,
    duplicate_window: 120_000_000_000,
    deny_delete: false,
  });
  return made;
}
