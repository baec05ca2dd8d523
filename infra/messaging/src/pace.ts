const SHORTEST_MS = 20;
const GROWTH = 1.25;
/** Events are counted over about so long: they come in bunches, of calls that were sent together. */
const MEMORY_S = 0.2;

/**
 * How long a consumer rests after a batch, so that what comes next shares its statements and commits. Little is handled
 * soon; while much comes the rest grows step by step, so that the first of it does not wait for long.
 */
export class Pace {
  private rest = SHORTEST_MS;
  private before = 0;
  private perSecond = 0;

  /** @param busyPerSecond From how many events a second on much comes. */
  constructor(
    private readonly busyPerSecond: number,
    private readonly longestMs: number,
  ) {}

  /** The rest after a batch of so many events, ms. */
  after(events: number, now = performance.now()): number {
    this.perSecond *= Math.exp(-(now - this.before) / 1_000 / MEMORY_S);
    this.perSecond += events / MEMORY_S;
    this.before = now;
    const busy = this.perSecond > this.busyPerSecond;
    this.rest = busy ? Math.min(this.longestMs, this.rest * GROWTH) : SHORTEST_MS;
    return this.rest;
  }
}
