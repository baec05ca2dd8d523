import type { FailureReason, OutputMark, Prices, Usage, UsageState } from '@taskbench/contracts';

export interface Message {
  readonly role: 'system' | 'user';
  readonly content: string;
}

/** `strict`: the answer always follows it, as it is within what providers can hold a model to. */
export interface AnswerSchema {
  readonly name: string;
  readonly strict?: true;
  readonly schema: Record<string, unknown>;
}

/** One request to a model. */
export interface Ask {
  readonly model_id: string;
  readonly messages: readonly Message[];
  readonly max_tokens: number;
  readonly temperature?: number;
  readonly top_p?: number;
  readonly seed?: number;
  /** The JSON Schema that the answer is to follow, by name, where the model has it. */
  readonly schema?: AnswerSchema;
}

/** What came back. Times are the provider's, from send on, without our own queue. */
export interface Answer {
  readonly text: string;
  /** Cut at its most tokens, or a refusal: an output, but not what was asked for. */
  readonly mark: OutputMark | null;
  readonly usage: Usage;
  readonly usage_state: UsageState;
  readonly finish_reason: string | null;
  readonly served_model: string | null;
  readonly generation_id: string | null;
  /** Who served it behind the address, and the build of the model that did. */
  readonly provider: string | null;
  readonly system_fingerprint: string | null;
  /** The answer used up the provider's limit: nothing more is to be sent for so long. */
  readonly spent_for_ms: number | null;
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
      /** The provider said when to come back. */
      readonly retry_after_ms: number | null;
      readonly generation_id: string | null;
    },
    message: string,
  ) {
    super(message);
  }
}

/** A model that a provider offers. Null: the provider does not say. */
export interface OfferedModel {
  readonly id: string;
  readonly name: string;
  /** Who made it. */
  readonly provider: string | null;
  /** Seconds since 1970. */
  readonly created: number | null;
  readonly expires_on: string | null;
  readonly aliases: readonly string[];
  /** A moving name: the id of the model that it stands for now. */
  readonly alias_of: string | null;
  readonly context_length: number | null;
  readonly max_completion_tokens: number | null;
  readonly input_modalities: readonly string[] | null;
  readonly output_modalities: readonly string[] | null;
  readonly parameters: readonly string[] | null;
  readonly prices: Prices | null;
  /** What else is charged for, in USD for each unit as listed; null: listed, but not as an amount. */
  readonly other_prices: Readonly<Record<string, string | null>>;
}

/** The one port to every model provider. */
export interface Provider {
  ask(ask: Ask): Promise<Answer>;
  /** Its list of models as JSON text, for `readModels`; null where it keeps none. Throws a `ListError`. */
  list(): Promise<string | null>;
  /** Throws a `ListError` when it refuses the key, where `list` would not tell. */
  checkKey(): Promise<void>;
  /** What a generation was charged with, in nano-dollars; null: not told yet. The whole is null where that cannot be asked. */
  readonly cost: ((generationId: string) => Promise<number | null>) | null;
}
