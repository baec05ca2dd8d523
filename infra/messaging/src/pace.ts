import { setTimeout as sleep } from 'node:timers/promises';

const SHORTEST_MS = 20;
/** When nothing has come for so long, what did come is not kept waiting. */
const QUIET_MS = 120;
const GROWTH = 1.25;
/** Events are counted over about so long: they come in bunches, of calls that were sent together. */
const MEMORY_S = 0.2;

/**
 * How long a consumer rests after a batch, so that what comes next shares its statements and commits. Little is handled
 * soon; while much comes the rest grows step by step, so that the first of it does not wait for long.
 */
export class Pace {
  private lasts = SHORTEST_MS;
  private before = 0;
  private perSecond = 0;
  private heardAt = 0;

  /** @param busyPerSecond From how many events a second on much comes. */
  constructor(
    private readonly busyPerSecond: number,
    private readonly longestMs: number,
  ) {}

  /** Something came. */
  heard(now = performance.now()): void {
    this.heardAt = now;
  }

  /** Rests after a batch of so many events; not to the end where nothing comes any more. */
  async rest(events: number): Promise<void> {
    const until = performance.now() + this.after(events);
    for (;;) {
      const left = Math.min(until, this.heardAt + QUIET_MS) - performance.now();
      if (left <= 0) return;
      await sleep(left);
    }
  }

  /** The rest after a batch of so many events, ms. */
  after(events: number, now = performance.now()): number {
    this.perSecond *= Math.exp(-(now - this.before) / 1_000 / MEMORY_S);
    this.perSecond += events / MEMORY_S;
    this.before = now;
    const busy = this.perSecond > this.busyPerSecond;
    this.lasts = busy ? Math.min(this.longestMs, this.lasts * GROWTH) : SHORTEST_MS;
    return this.lasts;
  }
}
