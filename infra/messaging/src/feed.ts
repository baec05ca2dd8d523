import { DeliverPolicy, type ConsumerMessages } from '@nats-io/jetstream';
import { OwnError, type Stored } from '@taskbench/contracts';
import {
  apply,
  checkpoint,
  DeadLetters,
  FoldError,
  isOutage,
  type Board,
  type EventLog,
  type LeftOut,
  type Pool,
} from '@taskbench/event-log';
import { within, type Logger } from '@taskbench/telemetry';
import { decode } from './message.ts';
import { Pace } from './pace.ts';
import { findCarrier, type Transport } from './transport.ts';

/** A service's projections, and what wants to know that its rows moved. */
export interface Feed extends Board {
  /** After each commit: the new checkpoint. Wakes claims, sweeps and live pages; may be missed, never needed. */
  readonly committed?: (position: number) => void;
}

export interface Consumer {
  close(): Promise<void>;
}

export interface FeedDeps {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly transport: Transport;
  readonly logger: Logger;
}

const BUSY_PER_SECOND = 100;
const LONGEST_REST_MS = 200;
const MAX_BATCH = 1_000;
const MOST_WAITING = 4_000;
const WATCH_MS = 1_000;
const AGAIN_MS = 250;

/**
 * Reads the log from the checkpoint on through an ordered consumer and keeps a service's rows. Handles at once what has
 * come, then rests for a window. What JetStream does not bring within a second is read from the log.
 */
export function startFeed(feed: Feed, { pool, log, transport, logger }: FeedDeps): Consumer {
  const letters = new DeadLetters(pool);
  let open = true;
  let arrived: Stored[] = [];
  let ring: (() => void) | null = null;
  let messages: ConsumerMessages | null = null;
  let leftOut: LeftOut | null = null;
  const pace = new Pace(BUSY_PER_SECOND, LONGEST_REST_MS);

  async function receive(): Promise<void> {
    while (open) {
      try {
        const carrier = await findCarrier(transport);
        if (!carrier) throw new OwnError('There is no stream yet.');
        const from = await checkpoint(pool, feed.schema);
        const consumer = await transport.client.consumers.get(carrier.name, {
          deliver_policy: DeliverPolicy.StartSequence,
          opt_start_seq: Math.max(0, from - carrier.base) + 1,
        });
        arrived = []; // what another stream brought is not mixed with this one's
        messages = await consumer.consume({ max_messages: MAX_BATCH });
        if (!open) messages.stop(); // closed while it was made: nobody else would stop it
        for await (const message of messages) {
          arrived.push(decode(message));
          ring?.();
          while (open && arrived.length >= MOST_WAITING) await rest(AGAIN_MS); // JetStream keeps the rest for us
        }
      } catch (error) {
        if (open) logger.debug({ err: error }, 'The feed waits for the stream.');
      }
      if (open) await rest(AGAIN_MS);
    }
  }

  async function work(): Promise<void> {
    while (open) {
      if (arrived.length === 0) await new Promise<void>((done) => wait(done));
      if (!open) return;
      const batch = arrived.splice(0, MAX_BATCH);
      try {
        await catchUp(batch);
        await rest(pace.after(batch.length));
      } catch (error) {
        arrived.unshift(...batch);
        await trouble(error).catch((second: unknown) => logger.warn({ err: second }, 'A failure could not be noted.'));
        await rest(AGAIN_MS);
      }
    }
  }

  async function catchUp(batch: readonly Stored[]): Promise<void> {
    leftOut ??= await letters.leftOut(feed.schema);
    const last = batch.at(-1)?.position ?? (await log.head()).position;
    let at = batch.length === 0 ? await checkpoint(pool, feed.schema) : 0;
    const missed = batch.length === 0 && at < last;
    while (open && at < last) {
      const to = await apply(pool, log, feed, batch, leftOut);
      if (to === at) break;
      at = to;
      feed.committed?.(at);
    }
    if (missed) messages?.stop(); // JetStream did not bring it: the consumer is made anew from the checkpoint
  }

  /** An event that a table cannot take is set aside for that table after some failures; outages are waited for. */
  async function trouble(error: unknown): Promise<void> {
    if (!(error instanceof FoldError)) {
      logger[isOutage(error) ? 'warn' : 'error']({ err: error }, `${feed.schema} could not apply a batch.`);
      return;
    }
    const { table, event, cause } = error;
    const aside = await letters.failed(feed.schema, table, event, cause);
    logger.error(
      { table, event: event.id, position: event.position, correlation: event.correlation, err: cause },
      aside
        ? 'An event was set aside; its table leaves it out.'
        : 'A table could not take an event; it is tried again.',
    );
    leftOut = null; // read again: another replica may have set it aside
  }

  function wait(done: () => void): void {
    const go = () => {
      clearTimeout(timer);
      ring = null;
      done();
    };
    const timer = setTimeout(go, WATCH_MS);
    ring = go;
  }

  const running = within({ consumer: feed.schema }, () => Promise.all([receive(), work()]));
  return {
    async close() {
      open = false;
      ring?.();
      messages?.stop();
      await running;
    },
  };
}

const rest = (ms: number) => new Promise((done) => setTimeout(done, ms));
