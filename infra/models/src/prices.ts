import { amountText, comparePrices, type Prices, type PriceTier } from '@taskbench/contracts';

/** Nobody asks more: what is listed above is a mistake, and an unknown price is safer than one that overflows a sum. */
const MOST_A_TOKEN = '0.1';
const MOST_A_REQUEST = '1000';
const LONGEST = 60;

type Listed = Readonly<Record<string, unknown>>;
interface Rates {
  readonly prompt: string;
  readonly completion: string;
  readonly cached?: string;
  readonly cache_write?: string;
  readonly reasoning?: string;
}

const OPTIONAL = {
  cached: 'input_cache_read',
  cache_write: 'input_cache_write',
  reasoning: 'internal_reasoning',
} as const;
const PRICED = new Set(['prompt', 'completion', 'request', ...Object.values(OPTIONAL)]);
const NO_PRICES = new Set(['overrides', 'discount']);

/** Something is listed that is no price we understand: the whole price is unknown. */
class Unreadable extends Error {}

/** What a model costs, or null: unknown. One rate that cannot be read (routers list "-1") makes all of it unknown. */
export function readPrices(pricing: Listed): Prices | null {
  try {
    const base = ratesOf(pricing, null);
    const request = given(pricing['request']) ? amount(pricing['request'], MOST_A_REQUEST) : undefined;
    const tiers = tiersOf(pricing['overrides'], base);
    return {
      ...base,
      ...(request !== undefined && comparePrices(request, '0') > 0 && { request }),
      ...(tiers.length > 0 && { tiers }),
    };
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** What else is charged for, by its name: images, audio, searches. Null: listed, but not as an amount. */
export const otherPrices = (pricing: Listed): Record<string, string | null> =>
  Object.fromEntries(
    Object.entries(pricing)
      .filter(([name, value]) => !PRICED.has(name) && !NO_PRICES.has(name) && given(value))
      .map(([name, value]) => [name, text(value)]),
  );

/** What a tier does not say is as at the base. */
function tiersOf(overrides: unknown, base: Rates): PriceTier[] {
  if (!given(overrides)) return [];
  if (!Array.isArray(overrides)) throw new Unreadable();
  return (overrides as unknown[])
    .map((override) => {
      const listed = (override ?? {}) as Listed;
      const from = listed['min_prompt_tokens'];
      if (!Number.isSafeInteger(from) || (from as number) < 1) throw new Unreadable();
      return { from_prompt_tokens: from as number, ...ratesOf(listed, base) };
    })
    .sort((a, b) => a.from_prompt_tokens - b.from_prompt_tokens);
}

function ratesOf(listed: Listed, base: Rates | null): Rates {
  const rate = (name: string, otherwise: string | undefined): string | undefined =>
    given(listed[name]) ? amount(listed[name], MOST_A_TOKEN) : otherwise;
  const prompt = rate('prompt', base?.prompt);
  const completion = rate('completion', base?.completion);
  if (prompt === undefined || completion === undefined) throw new Unreadable();
  const others = Object.entries(OPTIONAL).map(([name, key]) => [name, rate(key, base?.[name as keyof Rates])]);
  return { prompt, completion, ...Object.fromEntries(others.filter(([, value]) => value !== undefined)) };
}

const given = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** A number is taken as it is written: its shortest text is the one in the list, up to 15 digits. */
function text(value: unknown): string | null {
  const written = typeof value === 'number' ? String(value) : value;
  return typeof written === 'string' && written.length <= LONGEST ? amountText(written) : null;
}

function amount(value: unknown, most: string): string {
  const known = text(value);
  if (known === null || comparePrices(known, most) > 0) throw new Unreadable();
  return known;
}
