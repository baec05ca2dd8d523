import type { Stored } from '@taskbench/contracts';
import type { EventLog } from '@taskbench/event-log';

type Asked = {
  readonly event: Pick<Stored, 'position' | 'id'>;
  readonly done: (held: boolean) => void;
  readonly failed: (error: unknown) => void;
};

/**
 * Asks whether events that a stream brought lie in this log; after a backup was restored a stream may still carry what
 * the log has lost. Those asked meanwhile go together in one query.
 */
export function genuine(log: EventLog): (event: Pick<Stored, 'position' | 'id'>) => Promise<boolean> {
  let waiting: Asked[] = [];
  let busy = false;

  async function flush(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const asked = waiting;
      waiting = [];
      try {
        const held = await log.held(asked.map(({ event }) => event));
        for (const { event, done } of asked) done(held.has(event.id));
      } catch (error) {
        for (const { failed } of asked) failed(error);
      }
    }
    busy = false;
  }

  return (event) =>
    new Promise((done, failed) => {
      waiting.push({ event, done, failed });
      if (!busy) void flush();
    });
}
