import { parseUsd, type UsageState } from '@taskbench/contracts';

/** What a provider tells of an answer's use; OpenRouter adds what it charges, in USD. */
export interface ToldUsage {
  readonly prompt_tokens?: unknown;
  readonly completion_tokens?: unknown;
  readonly prompt_tokens_details?: { readonly cached_tokens?: unknown } | null;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: unknown } | null;
  readonly cost?: unknown;
}

/** What went out and came back, to hold the told tokens against. No tokenizer makes more tokens than bytes. */
export interface Seen {
  readonly promptBytes: number;
  readonly maxTokens: number;
  readonly answerBytes: number;
}

interface Counted {
  readonly prompt_tokens: number | null;
  readonly completion_tokens: number | null;
  readonly cached_tokens: number;
  readonly reported_nano: number | null;
  readonly state: UsageState;
}

/** Tokens that a template puts around a prompt, and that close an answer. */
const AROUND_PROMPT = 1_000;
const AROUND_ANSWER = 64;

/** The tokens and cost of an answer. What is missing or cannot be is unknown: it is never guessed and never 0. */
export function usageOf(told: ToldUsage | null, seen: Seen): Counted {
  const reported_nano = amountOf(told?.cost);
  const [prompt_tokens, completion_tokens] = [whole(told?.prompt_tokens), whole(told?.completion_tokens)];
  const cached_tokens = told?.prompt_tokens_details?.cached_tokens ?? 0;
  const unknown = { prompt_tokens: null, completion_tokens: null, cached_tokens: 0, reported_nano };
  if (!told || (told.prompt_tokens == null && told.completion_tokens == null)) return { ...unknown, state: 'missing' };
  const thought = told.completion_tokens_details?.reasoning_tokens ?? 0;
  const plausible =
    prompt_tokens !== null &&
    completion_tokens !== null &&
    whole(cached_tokens) !== null &&
    whole(thought) !== null &&
    Number(cached_tokens) <= prompt_tokens &&
    prompt_tokens <= seen.promptBytes + AROUND_PROMPT &&
    completion_tokens <= seen.maxTokens;
  if (!plausible) return { ...unknown, state: 'implausible' };
  const explained = completion_tokens - Number(thought) <= seen.answerBytes + AROUND_ANSWER;
  const counted = { prompt_tokens, completion_tokens, cached_tokens: Number(cached_tokens), reported_nano };
  return { ...counted, state: explained ? 'told' : 'unexplained' };
}

const whole = (value: unknown): number | null =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null;

/** USD as a provider writes them, in nano-dollars; null where that is no amount. */
export function amountOf(cost: unknown): number | null {
  if (typeof cost !== 'number' && typeof cost !== 'string') return null;
  try {
    return parseUsd(String(cost));
  } catch {
    return null; // more money than an amount can say is no amount
  }
}
