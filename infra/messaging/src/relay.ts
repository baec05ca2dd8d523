import { headers, type MsgHdrs } from '@nats-io/transport-node';
import type { EventLog, StoredRow } from '@taskbench/event-log';
import type { Logger } from '@taskbench/telemetry';
import { encode } from './message.ts';
import { ensureStream, type Transport } from './transport.ts';
import { wakeOnAppend } from './wake.ts';

const WINDOW = 2_000;
const REST_MS = 10;
const RETRY_MS = 500;
const LOOK_MS = 1_000;

export interface Relay {
  close(): Promise<void>;
}

/** The last event that the stream carries. */
interface Place {
  readonly position: number;
  readonly id: string | null;
}
const START: Place = { position: 0, id: null };

/** What the relay may be stopped by in a test: called after reading a window, before publishing it. */
type Pause = (window: readonly StoredRow[]) => Promise<void> | void;

/**
 * Publishes the log to JetStream, window by window, each event expecting the sequence before its position; only the
 * last of a window asks for an acknowledgement. After any doubt the stream's own last sequence says where to go on.
 * Two relays do no harm.
 */
export function startRelay(
  log: EventLog,
  transport: Transport,
  databaseUrl: string,
  logger: Logger,
  pause?: Pause,
): Relay {
  let open = true;
  const wake = wakeOnAppend(databaseUrl);

  async function run(): Promise<void> {
    let at: Place | null = null;
    let looked = 0;
    let ahead: Promise<StoredRow[]> | null = null;
    while (open) {
      try {
        at ??= await resume(log, transport, logger);
        const window: StoredRow[] = await (ahead ?? after(log, at));
        ahead = null;
        if (window.length === 0) {
          await wake.next();
          if (Date.now() - looked > LOOK_MS) {
            looked = Date.now();
            if (!(await carries(transport, at))) at = ahead = null; // lost while nothing was to be published
          }
          continue;
        }
        await pause?.(window);
        if (!open) return;
        if (window.length === WINDOW) {
          ahead = after(log, window.at(-1)!); // read while this one is published
          ahead.catch(() => undefined);
        }
        at = await publish(transport, window);
        if (window.length < WINDOW) await rest(REST_MS);
      } catch (error) {
        at = ahead = null;
        if (!open) return;
        logger.warn({ error: String(error) }, 'The relay was interrupted and goes on from the stream.');
        await rest(RETRY_MS);
      }
    }
  }

  const running = run();
  return {
    async close() {
      open = false;
      await wake.close();
      await running;
    },
  };
}

const rest = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** The next window. Throws when the log is not the one that was read before: a backup was restored meanwhile. */
async function after(log: EventLog, at: Place): Promise<StoredRow[]> {
  if (at.position === 0) return log.rows(0, WINDOW);
  const [before, ...window] = await log.rows(at.position - 1, WINDOW + 1);
  if (before?.id !== at.id) throw new Error(`The log is another at ${at.position}.`);
  return window;
}

/** Whether the stream still ends at this place. */
async function carries({ manager, stream }: Transport, { position }: Place): Promise<boolean> {
  const info = await manager.streams.info(stream).catch(() => null);
  return info !== null && info.state.last_seq >= position;
}

/** The place to go on from. A stream that does not carry this log's event at its end is made anew. */
async function resume(log: EventLog, transport: Transport, logger: Logger): Promise<Place> {
  await ensureStream(transport);
  const { state } = await transport.manager.streams.info(transport.stream);
  const last = state.last_seq;
  if (last === 0) return START;
  const [ours] = await log.rows(last - 1, 1);
  const theirs = await transport.manager.streams.getMessage(transport.stream, { seq: last }).catch(() => null);
  if (ours && theirs?.header.get('Nats-Msg-Id') === ours.id && state.first_seq === 1)
    return { position: last, id: ours.id };
  logger.warn({ last }, 'The stream does not match the log: it is deleted and filled again.');
  await transport.manager.streams.delete(transport.stream);
  await ensureStream(transport);
  return START;
}

/** Publishes a window; answers its last place once the server has it. */
async function publish({ connection, client, subjectOf }: Transport, window: readonly StoredRow[]): Promise<Place> {
  const last = window.at(-1)!;
  for (const event of window.slice(0, -1)) {
    connection.publish(subjectOf(event.type), encode(event), { headers: expecting(event) });
  }
  const acknowledged = await client.publish(subjectOf(last.type), encode(last), { headers: expecting(last) });
  if (acknowledged.seq !== last.position)
    throw new Error(`Position ${last.position} lies at sequence ${acknowledged.seq}.`);
  return { position: last.position, id: last.id };
}

function expecting(event: StoredRow): MsgHdrs {
  const head = headers();
  head.set('Nats-Msg-Id', event.id);
  head.set('Nats-Expected-Last-Sequence', String(event.position - 1));
  return head;
}
