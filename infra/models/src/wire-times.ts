import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';

/** When a request went out and its answer was in, as the HTTP client says at its socket, ms of this process's clock. */
export interface WireTimes {
  /** Its last byte was written; null: not yet. */
  sent: number | null;
  /** The last byte of its answer was read; null: not yet. */
  ended: number | null;
}

const asking = new AsyncLocalStorage<WireTimes>();
const times = new WeakMap<object, WireTimes>();
interface Told {
  readonly request: object;
}

subscribe('undici:request:create', (told) => {
  const of = asking.getStore();
  if (of) times.set((told as Told).request, of);
});
subscribe('undici:request:bodySent', (told) => {
  const of = times.get((told as Told).request);
  if (of) of.sent = performance.now();
});
subscribe('undici:request:trailers', (told) => {
  const of = times.get((told as Told).request);
  if (of) of.ended = performance.now();
});

/** Runs what makes one request and keeps its times, which leave out what our own process was busy with before and after. */
export async function onTheWire<Done>(work: (times: WireTimes) => Promise<Done>): Promise<Done> {
  const kept: WireTimes = { sent: null, ended: null };
  return asking.run(kept, () => work(kept));
}
