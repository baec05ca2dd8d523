import { z } from 'zod';
import { compare, decimal, plain, plus, type Decimal } from './decimal.ts';
import { toNano } from './money.ts';

/**
 * USD per token as decimal text, as the provider listed it. `cached`: of prompt tokens read from its cache,
 * `cache_write`: written into it, `reasoning`: of completion tokens that are not shown; without them the plain ones hold.
 */
const rates = {
  prompt: z.string(),
  completion: z.string(),
  cached: z.string().optional(),
  cache_write: z.string().optional(),
  reasoning: z.string().optional(),
};
/** The rates of a whole request once its prompt has so many tokens. */
export const PriceTier = z.object({ from_prompt_tokens: z.int().min(1), ...rates });
export type PriceTier = z.infer<typeof PriceTier>;

/** What a model costs: rates, `request` in USD for each request beside them, other rates for long prompts. Null means unknown. */
export const Prices = z.object({
  ...rates,
  request: z.string().optional(),
  tiers: z.array(PriceTier).optional(),
});
export type Prices = z.infer<typeof Prices>;
type Rates = Omit<PriceTier, 'from_prompt_tokens'>;

const amountsOf = ({ prompt, completion, cached, cache_write, reasoning }: Rates): string[] =>
  [prompt, completion, cached, cache_write, reasoning].filter((rate) => rate !== undefined);
const allOf = (prices: Prices): string[] => [
  ...amountsOf(prices),
  ...(prices.request === undefined ? [] : [prices.request]),
  ...(prices.tiers ?? []).flatMap(amountsOf),
];

/** Whether all that can be charged is known: "-1" and "" are unknown, "0" is free. */
export const knownPrices = (prices: Prices | null): prices is Prices =>
  prices !== null && allOf(prices).every((amount) => decimal(amount) !== null);

/** Whether nothing is charged, whatever the prompt. */
export const freeOfCharge = (prices: Prices | null): boolean =>
  knownPrices(prices) && allOf(prices).every((amount) => decimal(amount)!.digits === 0n);

/** The rates of a request whose prompt has so many tokens. */
const ratesAt = (prices: Prices, promptTokens: number): Rates =>
  (prices.tiers ?? [])
    .filter(({ from_prompt_tokens }) => from_prompt_tokens <= promptTokens)
    .reduce<Rates & { from_prompt_tokens: number }>(
      (best, tier) => (tier.from_prompt_tokens >= best.from_prompt_tokens ? tier : best),
      { ...prices, from_prompt_tokens: 0 },
    );

/**
 * cost = (prompt − cached)·p_in + cached·p_cached + completion·p_out + requests·p_request, at the tier of the prompt's tokens;
 * exact, then rounded once (half-even) to nano-USD. Null, unknown, when a price is, or when nobody could believe it.
 */
export function costOf(
  tokens: { prompt: number; completion: number; cached?: number; requests?: number },
  prices: Prices | null,
): number | null {
  if (!knownPrices(prices)) return null;
  const { prompt, completion, cached: read = prompt } = ratesAt(prices, tokens.prompt);
  const cached = Math.min(tokens.cached ?? 0, tokens.prompt);
  return sum([
    [tokens.prompt - cached, prompt],
    [cached, read],
    [tokens.completion, completion],
    [tokens.requests ?? 1, prices.request ?? '0'],
  ]);
}

/**
 * The most that a call can cost whose prompts have at most so many tokens together, in one request unless more are given: at the dearest tier that it can reach, all
 * tokens at the dearest rate of their kind. Null when a price is unknown.
 */
export function maximumCostOf(
  tokens: { prompt: number; completion: number; requests?: number },
  prices: Prices | null,
): number | null {
  if (!knownPrices(prices)) return null;
  const reachable = (prices.tiers ?? []).filter(({ from_prompt_tokens }) => from_prompt_tokens <= tokens.prompt);
  const costs = [prices, ...reachable].map(({ prompt, completion, cached, cache_write, reasoning }) =>
    sum([
      [tokens.prompt, dearest(prompt, cached, cache_write)],
      [tokens.completion, dearest(completion, reasoning)],
      [tokens.requests ?? 1, prices.request ?? '0'],
    ]),
  );
  return costs.includes(null) ? null : Math.max(...(costs as number[]));
}

/** A price per token as one per million tokens, both USD as decimal text. */
export function perMillion(price: string): string {
  const { digits, scale } = decimal(price)!;
  return plain({ digits: digits * 1_000_000n, scale });
}

/** Below 0 when a costs less than b; both are amounts. */
export const comparePrices = (a: string, b: string): number => compare(decimal(a)!, decimal(b)!);

/** The shortest exact text of an amount (2e-7 → "0.0000002"), or null when it is none. */
export function amountText(text: string): string | null {
  const value = decimal(text);
  return value && plain(value);
}

const ZERO: Decimal = { digits: 0n, scale: 0 };
/** No request costs as much: a provider that tells as many tokens has not told what it costs. */
const INCREDIBLE: Decimal = { digits: 9_000_000n, scale: 0 };

const dearest = (...amounts: readonly (string | undefined)[]): string =>
  amounts.filter((amount) => amount !== undefined).reduce((most, one) => (comparePrices(one, most) > 0 ? one : most));

function sum(parts: readonly (readonly [count: number, price: string])[]): number | null {
  const total = parts.reduce((sum, [count, price]) => {
    const { digits, scale } = decimal(price)!;
    return plus(sum, { digits: digits * BigInt(count), scale });
  }, ZERO);
  return compare(total, INCREDIBLE) < 0 ? toNano(total) : null;
}
