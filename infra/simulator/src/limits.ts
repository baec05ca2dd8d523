import { meant, type Faults } from './faults.ts';

interface Load {
  inFlight: number;
  windowEnds: number;
  used: number;
}

/** What a model's limits leave for one more request. */
export interface Admission {
  readonly refused: boolean;
  /** Rate-limit headers as OpenAI writes them; none without a quota. */
  readonly headers: Readonly<Record<string, string>>;
  readonly retryAfterS: number | undefined;
}

/** Counts the requests of each model against the limits that are asked for. */
export class Limits {
  private readonly loads = new Map<string, Load>();

  /** Whether a request is over a limit; one that is not is under way until `leave`. */
  enter(faults: Faults, model: string): Admission {
    const load = this.of(model);
    const { max_in_flight, quota } = faults;
    const free: Admission = { refused: false, headers: {}, retryAfterS: undefined };
    const limited = meant(faults, model);
    if (limited && max_in_flight !== undefined && load.inFlight >= max_in_flight)
      return { ...free, refused: true, retryAfterS: faults.retry_after_s };
    if (limited && quota) {
      if (Date.now() >= load.windowEnds)
        Object.assign(load, { windowEnds: Date.now() + quota.window_s * 1000, used: 0 });
      const left = quota.requests - load.used;
      const resetS = Math.max(0, load.windowEnds - Date.now()) / 1000;
      const headers = {
        'x-ratelimit-remaining-requests': String(Math.max(0, left - 1)),
        'x-ratelimit-reset-requests': `${Math.ceil(resetS * 1000)}ms`,
      };
      if (left <= 0) return { refused: true, headers, retryAfterS: resetS };
      load.used++;
      load.inFlight++;
      return { refused: false, headers, retryAfterS: undefined };
    }
    load.inFlight++;
    return free;
  }

  leave(model: string): void {
    this.of(model).inFlight--;
  }

  private of(model: string): Load {
    const known = this.loads.get(model) ?? { inFlight: 0, windowEnds: 0, used: 0 };
    this.loads.set(model, known);
    return known;
  }
}
