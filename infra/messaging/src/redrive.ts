import {
  checkpoint,
  DeadLetters,
  isOutage,
  parseStored,
  rebuild,
  type Board,
  type DeadLetter,
} from '@taskbench/event-log';
import { within } from '@taskbench/telemetry';
import type { Consumer } from './feed.ts';
import { durableOf, type Reaction, type ReactionDeps } from './reaction.ts';

const EVERY_MS = 1_000;

/**
 * Tries again what a person asked for: a reaction handles its event once more; a table is folded anew with it. What
 * fails again is set aside again.
 */
export function startRedrive(board: Board, reactions: readonly Reaction[], deps: ReactionDeps): Consumer {
  const { service, pool, log, logger } = deps;
  const letters = new DeadLetters(pool);
  let round: Promise<void> | null = null;

  async function all(): Promise<void> {
    const pending = await letters.pending(service);
    if (pending.some(({ state }) => state === 'failing')) await letters.passed(service);
    for (const letter of pending.filter(({ state }) => state === 'redriving')) {
      const { consumer, position, event_id: event } = letter;
      await within({ consumer, position, event }, () => one(letter));
    }
  }

  async function one(letter: DeadLetter): Promise<void> {
    try {
      if (!(await again(letter))) return;
      await letters.resolved(letter.consumer, letter.position);
      logger.info('An event that was set aside is handled.');
    } catch (error) {
      if (isOutage(error)) throw error; // it was not tried: the next round does
      await letters.failed(service, letter.consumer, { ...letter, id: letter.event_id }, error);
      logger.error({ err: error }, 'An event was set aside again.');
    }
  }

  /** Answers whether it was handled; false when it cannot be yet. */
  async function again({ consumer, position }: DeadLetter): Promise<boolean> {
    const one = reactions.find((reaction) => durableOf(service, reaction) === consumer);
    if (one) {
      const [row] = await log.rows(position - 1, 1);
      const event = parseStored(row!);
      await within({ correlation: event.correlation }, () => one.react(event));
      return true;
    }
    // The feed leaves it out until now, so it must have passed it: what it leaves out later would be lost.
    if ((await checkpoint(pool, service)) < position) return false;
    const leftOut = await letters.leftOut(service);
    leftOut.delete(`${consumer} ${position}`);
    await rebuild(pool, log, [board], { repair: true, leftOut });
    return true;
  }

  const timer = setInterval(() => {
    round ??= all()
      .catch((error: unknown) => logger.debug({ err: error }, 'Nothing was re-driven this time.'))
      .finally(() => (round = null));
  }, EVERY_MS);
  return {
    async close() {
      clearInterval(timer);
      await round;
    },
  };
}
