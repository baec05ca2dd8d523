import { setTimeout as rest } from 'node:timers/promises';
import type { Stored } from '@taskbench/contracts';
import {
  apply,
  checkpoint,
  DeadLetters,
  FoldError,
  isOutage,
  type Board,
  type EventLog,
  type LeftOut,
} from '@taskbench/event-log';
import { within, type Logger } from '@taskbench/telemetry';
import { Pace } from './pace.ts';
import { follow } from './reader.ts';
import type { Transport } from './transport.ts';

/** A service's projections, and what wants to know that its rows moved. */
export interface Feed extends Board {
  /** After each commit: the new checkpoint. Wakes claims, sweeps and live pages; may be missed, never needed. */
  readonly committed?: (position: number) => void;
}

export interface Consumer {
  close(): Promise<void>;
}

export interface FeedDeps {
  readonly log: EventLog;
  readonly transport: Transport;
  readonly logger: Logger;
}

const BUSY_PER_SECOND = 100;
const LONGEST_REST_MS = 200;
const MAX_BATCH = 1_000;
const MOST_WAITING = 4_000;
const AGAIN_MS = 250;

/**
 * Keeps a service's rows up to the log, from the checkpoint on. Handles at once what JetStream has brought, then rests for a
 * window. What it does not bring within a second is read from the log.
 */
export function startFeed(feed: Feed, { log, transport, logger }: FeedDeps): Consumer {
  const { pool } = log;
  const letters = new DeadLetters(pool);
  let open = true;
  let arrived: Stored[] = [];
  let ring: (() => void) | null = null;
  let leftOut: LeftOut | null = null;
  let at = 0;
  /** Nothing came since the log's end was seen last, though it lies elsewhere. */
  let still = false;
  let overdue = false;
  const pace = new Pace(BUSY_PER_SECOND, LONGEST_REST_MS);
  const stopListening = transport.onFlush(() => pace.flush());

  async function work(): Promise<void> {
    while (open) {
      if (arrived.length === 0 && !overdue) await new Promise<void>((done) => (ring = done));
      ring = null;
      if (!open) return;
      const batch = arrived.splice(0, MAX_BATCH);
      overdue = still = false;
      try {
        await catchUp(batch);
        await pace.rest(batch.length);
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
    at = batch.length === 0 ? await checkpoint(pool, feed.schema) : 0;
    const missed = batch.length === 0 && at < last;
    while (open && at < last) {
      const to = await apply(pool, log, feed, batch, leftOut);
      if (to === at) break;
      at = to;
      feed.committed?.(at);
    }
    if (missed) following.missed();
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

  const following = follow(
    {
      at: () => checkpoint(pool, feed.schema),
      hear(event) {
        if (arrived.length >= MOST_WAITING) return; // read from the log when its turn comes
        arrived.push(event);
        pace.heard(event.type);
        ring?.();
      },
      anew: () => void (arrived = []),
      full: () => arrived.length >= MOST_WAITING,
      ends(position) {
        if (ring === null || position === at) return void (still = false);
        overdue = still;
        still = true;
        if (overdue) ring();
      },
    },
    transport,
    log,
    logger,
  );
  const running = within({ consumer: feed.schema }, work);
  return {
    async close() {
      open = false;
      stopListening();
      ring?.();
      await Promise.all([following.close(), running]);
    },
  };
}
