const SHORTEST_MS = 20;
/** When nothing has come for so long, what did come is not kept waiting. */
const QUIET_MS = 90;
/** What has not come for so long is not one of many: it waits for nothing. */
const RARE_MS = 1_000;
const GROWTH = 1.25;
/** So long it may take until what was handed on has arrived, and what follows from it. */
const FLUSH_MS = 150;
/** Events are counted over about so long: they come in bunches, of calls that were sent together. */
const MEMORY_S = 0.2;

/**
 * How long a consumer rests after a batch, so that what comes next shares its statements and commits. Little is handled
 * soon; while much comes the rest grows step by step, so that the first of it does not wait for long. What is rare ends a rest,
 * and so does a flush.
 */
export class Pace {
  private lasts = SHORTEST_MS;
  private before = 0;
  private perSecond = 0;
  private readonly heardAt = new Map<string, number>();
  /** Infinity where nobody says what comes. */
  private lastHeard = Infinity;
  private rare = false;
  private flushedUntil = 0;
  private wake: (() => void) | null = null;

  /** @param busyPerSecond From how many events a second on much comes. */
  constructor(
    private readonly busyPerSecond: number,
    private readonly longestMs: number,
  ) {}

  /** Something of a kind came. */
  heard(kind: string, now = performance.now()): void {
    if (now - (this.heardAt.get(kind) ?? -RARE_MS) >= RARE_MS) {
      this.rare = true;
      this.wake?.();
    }
    this.heardAt.set(kind, now);
    this.lastHeard = now;
  }

  /** Rests after a batch of so many events; not to the end where nothing comes any more, hardly after a flush, and not at all where something rare came. */
  async rest(events: number): Promise<void> {
    const from = performance.now();
    const until = from + this.after(events);
    for (let left = this.left(from, until); left > 0 && !this.rare; left = this.left(from, until))
      await this.pause(left);
    this.rare = false;
  }

  /** Ends a rest, and keeps those short that begin before what is on its way has arrived. */
  flush(): void {
    this.flushedUntil = performance.now() + FLUSH_MS;
    this.wake?.();
  }

  private left(from: number, until: number): number {
    const now = performance.now();
    const end = now < this.flushedUntil ? from + SHORTEST_MS : this.lastHeard + QUIET_MS;
    return Math.min(until, end) - now;
  }

  private pause(ms: number): Promise<void> {
    return new Promise((done) => {
      const over = () => {
        clearTimeout(timer);
        this.wake = null;
        done();
      };
      const timer = setTimeout(over, ms);
      this.wake = over;
    });
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
