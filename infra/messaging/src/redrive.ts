import { DeadLetters, parseStored, rebuild, type Board, type DeadLetter } from '@taskbench/event-log';
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
    for (const letter of await letters.redriving(service)) {
      try {
        await again(letter);
        await letters.resolved(letter.consumer, letter.position);
        logger.info(
          { consumer: letter.consumer, position: letter.position },
          'An event that was set aside is handled.',
        );
      } catch (error) {
        await letters.failed(service, letter.consumer, { ...letter, id: letter.event_id }, error);
        logger.error({ consumer: letter.consumer, position: letter.position }, 'An event was set aside again.');
      }
    }
  }

  async function again({ consumer, position }: DeadLetter): Promise<void> {
    const one = reactions.find((reaction) => durableOf(service, reaction) === consumer);
    if (one) {
      const [row] = await log.rows(position - 1, 1);
      return one.react(parseStored(row!));
    }
    const leftOut = await letters.leftOut(service);
    await rebuild(pool, log, [board], { repair: true, leftOut });
  }

  const timer = setInterval(() => {
    round ??= all()
      .catch((error: unknown) => logger.debug({ error: String(error) }, 'Nothing was re-driven this time.'))
      .finally(() => (round = null));
  }, EVERY_MS);
  return {
    async close() {
      clearInterval(timer);
      await round;
    },
  };
}
