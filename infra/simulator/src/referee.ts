import type { Fault } from './faults.ts';

/** One request as the provider saw it. */
export interface Seen {
  readonly n: number;
  readonly model: string;
  readonly at: number;
  ended_at: number | null;
  status: number;
  input_id: string | null;
  /** Equal for equal requests: model, messages and seed. */
  readonly fingerprint: string;
  cost_nano_usd: number;
  fault: Fault | null;
}

const KEPT = 200_000;

/** The provider's own count of requests and money: what our log says is held against it. */
export class Referee {
  private seen: Seen[] = [];
  private begun = 0;

  begin(model: string, fingerprint: string): Seen {
    const request: Seen = {
      n: ++this.begun,
      model,
      at: Date.now(),
      ended_at: null,
      status: 0,
      input_id: null,
      fingerprint,
      cost_nano_usd: 0,
      fault: null,
    };
    this.seen.push(request);
    if (this.seen.length > KEPT) this.seen.shift();
    return request;
  }

  end(request: Seen, status: number, cost_nano_usd = 0): void {
    request.ended_at = Date.now();
    request.status = status;
    request.cost_nano_usd = cost_nano_usd;
  }

  since(n: number): readonly Seen[] {
    return this.seen.filter((request) => request.n > n);
  }

  reset(): void {
    this.seen = [];
    this.begun = 0;
  }

  summary() {
    const by_model: Record<string, { requests: number; finished: number; cost_nano_usd: number }> = {};
    const by_status: Record<string, number> = {};
    for (const { model, status, cost_nano_usd, ended_at } of this.seen) {
      const of = (by_model[model] ??= { requests: 0, finished: 0, cost_nano_usd: 0 });
      of.requests++;
      of.finished += ended_at !== null && status === 200 ? 1 : 0;
      of.cost_nano_usd += cost_nano_usd;
      by_status[status] = (by_status[status] ?? 0) + 1;
    }
    const finished = this.seen.filter(({ ended_at }) => ended_at !== null).length;
    const cost_nano_usd = this.seen.reduce((sum, request) => sum + request.cost_nano_usd, 0);
    return {
      requests: this.begun,
      finished,
      in_flight: this.seen.length - finished,
      by_model,
      by_status,
      cost_nano_usd,
    };
  }
}
