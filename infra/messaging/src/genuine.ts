import type { Stored } from '@taskbench/contracts';
import { gather, type EventLog } from '@taskbench/event-log';

type Place = Pick<Stored, 'position' | 'id'>;

type Held = (places: readonly Place[]) => Promise<ReadonlySet<string>>;
const asking = new WeakMap<EventLog, Held>();

/**
 * Asks whether events that a stream brought lie in this log; after a backup was restored a stream may still carry what
 * the log has lost. Those that all reactions of a service ask meanwhile go together in one query.
 */
export function genuine(log: EventLog): (event: Place) => Promise<boolean> {
  const held = asking.get(log) ?? gather((places: readonly Place[]) => log.held(places));
  asking.set(log, held);
  return async (event) => (await held([event])).has(event.id);
}
