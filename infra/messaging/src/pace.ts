const SHORTEST_MS = 20;
const GROWTH = 1.25;

/**
 * How long a consumer rests after a batch, so that what comes next shares its statements and commits. Little is handled
 * soon; while much comes the rest grows step by step, so that the first of it does not wait for long.
 */
export class Pace {
  private rest = SHORTEST_MS;
  private before = 0;

  /** @param busyPerSecond From how many events a second on much comes. */
  constructor(
    private readonly busyPerSecond: number,
    private readonly longestMs: number,
  ) {}

  /** The rest after a batch of so many events, ms. */
  after(events: number, now = performance.now()): number {
    const busy = events * 1_000 > this.busyPerSecond * (now - this.before);
    this.before = now;
    this.rest = busy ? Math.min(this.longestMs, this.rest * GROWTH) : SHORTEST_MS;
    return this.rest;
  }
}
