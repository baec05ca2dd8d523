import type { FailureReason, Usage } from '@taskbench/contracts';

export interface Message {
  readonly role: 'system' | 'user';
  readonly content: string;
}

/** One request to a model. */
export interface Ask {
  readonly model_id: string;
  readonly messages: readonly Message[];
  readonly max_tokens: number;
  readonly temperature?: number;
  readonly seed?: number;
  /** The JSON Schema that the answer is to follow, by name, where the model has it. */
  readonly schema?: { readonly name: string; readonly schema: Record<string, unknown> };
}

/** What came back. Times are the provider's, from send on, without our own queue. */
export interface Answer {
  readonly text: string;
  readonly usage: Usage;
  readonly finish_reason: string | null;
  readonly served_model: string | null;
  readonly generation_id: string | null;
}

/** Why one request brought no output. */
export class AttemptError extends Error {
  override readonly name = 'AttemptError';
  constructor(
    readonly reason: FailureReason,
    readonly details: {
      readonly retryable: boolean;
      readonly http_status: number | null;
      /** The provider may charge for it: it had begun to answer, or never said. */
      readonly may_have_cost: boolean;
      readonly retry_after_ms: number | null;
    },
    message: string,
  ) {
    super(message);
  }
}

/** A model that a provider offers. Prices in USD per token as decimal text; null: unknown. */
export interface OfferedModel {
  readonly id: string;
  readonly name: string;
  readonly context_length: number | null;
  readonly prices: { readonly prompt: string; readonly completion: string } | null;
  readonly parameters: readonly string[];
}

/** The one port to every model provider. */
export interface Provider {
  ask(ask: Ask): Promise<Answer>;
  /** What it offers, or null where it keeps no list. */
  models(): Promise<readonly OfferedModel[] | null>;
}
