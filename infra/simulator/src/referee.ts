import type { Fault } from './faults.ts';

/** One request as the provider saw it. */
export interface Seen {
  readonly n: number;
  readonly model: string;
  readonly at: number;
  ended_at: number | null;
  /** From its last byte received to the answer's last byte sent, ms. */
  took_ms: number | null;
  /** HTTP status; 499 when the caller left before the end, 0 while under way. */
  status: number;
  input_id: string | null;
  /** Equal for equal requests: model, messages and seed. */
  readonly fingerprint: string;
  cost_nano_usd: number;
  /** Null where it answered nothing. */
  prompt_tokens: number | null;
  completion_tokens: number | null;
  fault: Fault | null;
}

/** How a request ended. */
export interface Ending {
  readonly status: number;
  readonly cost_nano_usd: number;
  /** Whether the answer, or the refusal, was sent to its last byte. */
  readonly sent: boolean;
}

interface ModelCount {
  requests: number;
  finished: number;
  cost_nano_usd: number;
}

/** The name of the answer to a request. */
export const generationId = ({ n, fingerprint }: Pick<Seen, 'n' | 'fingerprint'>): string =>
  `gen-${n}-${fingerprint.slice(0, 8)}`;

const KEPT = 200_000;
/** Forgotten together: shifting one by one would move the whole list each time. */
const FORGOTTEN = 20_000;

/** The provider's own count of requests and money: what our log says is held against it. */
export class Referee {
  private seen: Seen[] = [];
  /** With the moment when each began, on the clock that never jumps. */
  private underWay = new Map<Seen, number>();
  private counts = { begun: 0, finished: 0, cost_nano_usd: 0 };
  private byModel = new Map<string, ModelCount>();
  private byStatus = new Map<number, number>();

  begin(model: string, fingerprint: string): Seen {
    const request: Seen = {
      n: ++this.counts.begun,
      model,
      at: Date.now(),
      ended_at: null,
      took_ms: null,
      status: 0,
      input_id: null,
      fingerprint,
      cost_nano_usd: 0,
      prompt_tokens: null,
      completion_tokens: null,
      fault: null,
    };
    if (this.seen.length >= KEPT) this.seen.splice(0, FORGOTTEN);
    this.seen.push(request);
    this.underWay.set(request, performance.now());
    this.of(model).requests++;
    return request;
  }

  end(request: Seen, { status, cost_nano_usd, sent }: Ending): void {
    const began = this.underWay.get(request);
    Object.assign(request, { ended_at: Date.now(), status, cost_nano_usd });
    if (began === undefined) return; // before the last reset
    request.took_ms = performance.now() - began;
    this.underWay.delete(request);
    const model = this.of(request.model);
    for (const count of [this.counts, model]) {
      count.finished += Number(sent);
      count.cost_nano_usd += cost_nano_usd;
    }
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1);
  }

  since(n: number): readonly Seen[] {
    return this.seen.filter((request) => request.n > n);
  }

  /** The request that an answer with this id was for, if it answered. */
  generation(id: string): Seen | undefined {
    return this.seen.find((request) => generationId(request) === id && request.completion_tokens !== null);
  }

  /** Forgets everything and counts from 1 again; what is under way is not counted any more. */
  reset(): void {
    this.seen = [];
    this.underWay = new Map();
    this.counts = { begun: 0, finished: 0, cost_nano_usd: 0 };
    this.byModel = new Map();
    this.byStatus = new Map();
  }

  summary() {
    return {
      requests: this.counts.begun,
      ...this.counts,
      in_flight: this.underWay.size,
      by_model: Object.fromEntries(this.byModel),
      by_status: Object.fromEntries(this.byStatus),
    };
  }

  private of(model: string): ModelCount {
    const known = this.byModel.get(model) ?? { requests: 0, finished: 0, cost_nano_usd: 0 };
    this.byModel.set(model, known);
    return known;
  }
}
