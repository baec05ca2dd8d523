import { setImmediate as endOfTurn } from 'node:timers/promises';

interface Asked<Key, Found> {
  readonly keys: readonly Key[];
  readonly done: (found: Found) => void;
  readonly failed: (error: unknown) => void;
}

/** Keys a reading; who asks for more reads alone. */
const MAX_KEYS = 200;

/**
 * Reads one thing at a time: what is asked for during a turn of the event loop, or while a reading is under way, is read
 * together after it. Answers all that the reading found; what somebody else asked for may be among it. A reading that fails, fails for all of it.
 */
export function gather<Key, Found>(
  read: (keys: readonly Key[]) => Promise<Found>,
): (keys: readonly Key[]) => Promise<Found> {
  let waiting: Asked<Key, Found>[] = [];
  let busy = false;

  function take(): Asked<Key, Found>[] {
    let keys = 0;
    const fit = waiting.findIndex((asked) => (keys += asked.keys.length) > MAX_KEYS);
    const taken = waiting.slice(0, fit === -1 ? undefined : Math.max(1, fit));
    waiting = waiting.slice(taken.length);
    return taken;
  }

  async function flush(): Promise<void> {
    busy = true;
    await endOfTurn();
    while (waiting.length > 0) {
      const taken = take();
      try {
        const found = await read(taken.flatMap(({ keys }) => keys));
        for (const { done } of taken) done(found);
      } catch (error) {
        for (const { failed } of taken) failed(error);
      }
    }
    busy = false;
  }

  return (keys) =>
    new Promise((done, failed) => {
      waiting.push({ keys, done, failed });
      if (!busy) void flush();
    });
}
