import { setTimeout as rest } from 'node:timers/promises';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { OwnError } from '@taskbench/contracts';
import type { EventLog, StoredRow } from '@taskbench/event-log';
import type { Logger } from '@taskbench/telemetry';
import { encode, subjectOf } from './message.ts';
import { Pace } from './pace.ts';
import { findCarrier, makeCarrier, type Carrier, type Transport } from './transport.ts';
import { wakeOnAppend } from './wake.ts';

const WINDOW = 2_000;
const BUSY_PER_SECOND = 100;
const LONGEST_REST_MS = 70;
const RETRY_MS = 500;
const LOOK_MS = 1_000;

export interface Relay {
  close(): Promise<void>;
}

/** The last event that a stream carries. */
interface Place {
  readonly carrier: Carrier;
  readonly position: number;
  readonly id: string | null;
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
  const pace = new Pace(BUSY_PER_SECOND, LONGEST_REST_MS);
  const stopListening = transport.onFlush(() => pace.flush());

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
        wake.mute();
        await pause?.(window);
        if (!open) return;
        if (window.length === WINDOW) {
          ahead = after(log, { ...window.at(-1)!, carrier: at.carrier }); // read while this one is published
          ahead.catch(() => undefined);
        }
        at = await publish(transport, at.carrier, window);
        if (window.length < WINDOW) await pace.rest(window.length);
      } catch (error) {
        at = ahead = null;
        if (!open) return;
        logger.warn({ err: error }, 'The relay was interrupted and goes on from the stream.');
        await rest(RETRY_MS);
      }
    }
  }

  const running = run();
  return {
    async close() {
      open = false;
      stopListening();
      await wake.close();
      await running;
    },
  };
}

/** The next window. Throws when the log is not the one that was read before: a backup was restored meanwhile. */
async function after(log: EventLog, at: Place): Promise<StoredRow[]> {
  if (at.position === 0) return log.rows(0, WINDOW);
  const [before, ...window] = await log.rows(at.position - 1, WINDOW + 1);
  if (before?.id !== at.id) throw new OwnError(`The log is another at ${at.position}.`);
  return window;
}

/** Whether the log's stream is still this one and ends at this place. */
async function carries(transport: Transport, { carrier, position }: Place): Promise<boolean> {
  const info = await transport.manager.streams.info(carrier.name).catch(() => null);
  if (info === null || carrier.base + info.state.last_seq < position) return false;
  return (await findCarrier(transport))?.name === carrier.name;
}

/** The place to go on from. Where there is none, one relay makes a stream, and those that waited meanwhile find it. */
async function resume(log: EventLog, transport: Transport, logger: Logger): Promise<Place> {
  return (
    (await find(log, transport)) ?? log.alone(async () => (await find(log, transport)) ?? make(log, transport, logger))
  );
}

/** The last place of the log's stream; null where there is none, or one that does not end with an event of this log. */
async function find(log: EventLog, transport: Transport): Promise<Place | null> {
  const carrier = await findCarrier(transport);
  return carrier && lastOf(log, transport, carrier);
}

/** Makes a stream that begins where the log's readers are: how long that takes does not depend on how long the log is. */
async function make(log: EventLog, transport: Transport, logger: Logger): Promise<Place> {
  const base = await log.lowWater();
  logger.info({ base }, 'There is no stream that carries this log: one is made and filled.');
  const made = await makeCarrier(transport, base);
  return { carrier: made, position: base, id: await idAt(log, base) };
}

/** The last place of a stream; null when the log has another event there. */
async function lastOf(log: EventLog, { manager }: Transport, carrier: Carrier): Promise<Place | null> {
  const { state } = await manager.streams.info(carrier.name);
  const position = carrier.base + state.last_seq;
  const id = await idAt(log, position);
  if (state.last_seq === 0) return id === null && position > 0 ? null : { carrier, position, id };
  const theirs = await manager.streams.getMessage(carrier.name, { seq: state.last_seq }).catch(() => null);
  const same = id !== null && theirs?.header.get('Nats-Msg-Id') === id && state.first_seq === 1;
  return same ? { carrier, position, id } : null;
}

/** The id of the event at a position; null where there is none. */
const idAt = async (log: EventLog, position: number): Promise<string | null> =>
  position === 0 ? null : ((await log.rows(position - 1, 1))[0]?.id ?? null);

/** Publishes a window; answers its last place once the server has it. */
async function publish(
  { connection, client }: Transport,
  carrier: Carrier,
  window: readonly StoredRow[],
): Promise<Place> {
  const last = window.at(-1)!;
  const expecting = (event: StoredRow): MsgHdrs => {
    const head = headers();
    head.set('Nats-Msg-Id', event.id);
    head.set('Nats-Expected-Last-Sequence', String(event.position - 1 - carrier.base));
    return head;
  };
  for (const event of window.slice(0, -1)) {
    connection.publish(subjectOf(event, carrier), encode(event), { headers: expecting(event) });
  }
  const { seq } = await client.publish(subjectOf(last, carrier), encode(last), { headers: expecting(last) });
  if (carrier.base + seq !== last.position)
    throw new OwnError(`Position ${last.position} lies at ${carrier.base + seq}.`);
  return { carrier, position: last.position, id: last.id };
}
