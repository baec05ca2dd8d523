import { DeliverPolicy, type ConsumerMessages } from '@nats-io/jetstream';
import type { Stored } from '@taskbench/contracts';
import { apply, checkpoint, type Board, type EventLog, type Pool } from '@taskbench/event-log';
import type { Logger } from '@taskbench/telemetry';
import { decode } from './message.ts';
import type { Transport } from './transport.ts';

/** A service's projections, and what wants to know that its rows moved. */
export interface Feed extends Board {
  /** After each commit: the new checkpoint. Wakes claims, sweeps and live pages; may be missed, never needed. */
  readonly committed?: (position: number) => void;
}

export interface Consumer {
  close(): Promise<void>;
}

interface Deps {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly transport: Transport;
  readonly logger: Logger;
}

const BUSY_MS = 40;
const QUIET_MS = 120;
const BUSY_EVENTS = 50;
const MAX_BATCH = 1_000;
const WATCH_MS = 1_000;

/**
 * Reads the log from the checkpoint on through an ordered consumer and keeps a service's rows. Handles at once what has
 * come, then rests for a window. What JetStream does not bring within a second is read from the log.
 */
export function startFeed(feed: Feed, { pool, log, transport, logger }: Deps): Consumer {
  let open = true;
  const arrived: Stored[] = [];
  let ring: (() => void) | null = null;
  let messages: ConsumerMessages | null = null;

  async function receive(): Promise<void> {
    while (open) {
      try {
        const from = await checkpoint(pool, feed.schema);
        const consumer = await transport.client.consumers.get(transport.stream, {
          deliver_policy: DeliverPolicy.StartSequence,
          opt_start_seq: from + 1,
        });
        messages = await consumer.consume({ max_messages: MAX_BATCH });
        for await (const message of messages) {
          arrived.push(decode(message));
          ring?.();
        }
      } catch (error) {
        if (open) logger.debug({ error: String(error) }, 'The feed waits for the stream.');
      }
      if (open) await rest(250);
    }
  }

  async function work(): Promise<void> {
    let at = 0;
    while (open) {
      if (arrived.length === 0) await new Promise<void>((done) => wait(done));
      if (!open) return;
      const batch = arrived.splice(0, MAX_BATCH);
      try {
        const last = batch.at(-1)?.position ?? (await log.head()).position;
        while (open && at < last) {
          const to = await apply(pool, log, feed, batch);
          if (to === at) break;
          at = to;
          feed.committed?.(at);
        }
        await rest(batch.length >= BUSY_EVENTS ? BUSY_MS : QUIET_MS);
      } catch (error) {
        logger.error(
          { error: error instanceof Error ? error.stack : String(error) },
          `${feed.schema} could not apply a batch.`,
        );
        await rest(QUIET_MS);
      }
    }
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

  const running = Promise.all([receive(), work()]);
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
