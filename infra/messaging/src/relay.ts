import { headers, type MsgHdrs } from '@nats-io/transport-node';
import type { EventLog, StoredRow } from '@taskbench/event-log';
import type { Logger } from '@taskbench/telemetry';
import { encode } from './message.ts';
import { ensureStream, type Transport } from './transport.ts';
import { wakeOnAppend } from './wake.ts';

const WINDOW = 500;
const REST_MS = 10;
const RETRY_MS = 500;

export interface Relay {
  close(): Promise<void>;
}

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
    let at: number | null = null;
    while (open) {
      try {
        at ??= await resume(log, transport, logger);
        const window = await log.rows(at, WINDOW);
        if (window.length === 0) {
          await wake.next();
          continue;
        }
        await pause?.(window);
        if (!open) return;
        at = await publish(transport, window);
        if (window.length < WINDOW) await rest(REST_MS);
      } catch (error) {
        at = null;
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

/** The position to go on from. A stream that does not carry this log's event at its end is made anew. */
async function resume(log: EventLog, transport: Transport, logger: Logger): Promise<number> {
  await ensureStream(transport);
  const { state } = await transport.manager.streams.info(transport.stream);
  const last = state.last_seq;
  if (last === 0) return 0;
  const [ours] = await log.rows(last - 1, 1);
  const theirs = await transport.manager.streams.getMessage(transport.stream, { seq: last }).catch(() => null);
  if (ours && theirs?.header.get('Nats-Msg-Id') === ours.id && state.first_seq === 1) return last;
  logger.warn({ last }, 'The stream does not match the log: it is deleted and filled again.');
  await transport.manager.streams.delete(transport.stream);
  await ensureStream(transport);
  return 0;
}

/** Publishes a window; answers its last position once the server has it. */
async function publish({ connection, client, subjectOf }: Transport, window: readonly StoredRow[]): Promise<number> {
  const last = window.at(-1)!;
  for (const event of window.slice(0, -1)) {
    connection.publish(subjectOf(event.type), encode(event), { headers: expecting(event) });
  }
  const acknowledged = await client.publish(subjectOf(last.type), encode(last), { headers: expecting(last) });
  if (acknowledged.seq !== last.position)
    throw new Error(`Position ${last.position} lies at sequence ${acknowledged.seq}.`);
  return last.position;
}

function expecting(event: StoredRow): MsgHdrs {
  const head = headers();
  head.set('Nats-Msg-Id', event.id);
  head.set('Nats-Expected-Last-Sequence', String(event.position - 1));
  return head;
}
