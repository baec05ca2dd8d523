import { z } from 'zod';

/** Money in nano-dollars: a whole number, 1 USD = 1,000,000,000. Safe up to 9 million dollars. */
export const NanoUsd = z.int().min(0);
/** USD as decimal text, as money crosses the API: never a float. */
export const Usd = z.string().regex(/^\d+(\.\d+)?$/, 'must be an amount in USD such as "1.00"');

const NANO_DIGITS = 9;
const PRICE = /^(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** A decimal number as digits and a scale: value = digits / 10^scale. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** Reads decimal text, exponents included, exactly. Null when it is no amount (`"-1"`, `""`, `"free"`). */
function decimal(text: string): Decimal | null {
  const match = PRICE.exec(text.trim());
  if (!match) return null;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** Rounds half to even: the one place where an amount loses digits. */
function toNano({ digits, scale }: Decimal): number {
  if (scale <= NANO_DIGITS) return safe(digits * 10n ** BigInt(NANO_DIGITS - scale));
  const divisor = 10n ** BigInt(scale - NANO_DIGITS);
  const whole = digits / divisor;
  const twice = (digits % divisor) * 2n;
  return safe(twice > divisor || (twice === divisor && whole % 2n === 1n) ? whole + 1n : whole);
}

function safe(nano: bigint): number {
  if (nano > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('The amount is over 9 million USD.');
  return Number(nano);
}

/** Decimal USD text → nano-dollars, half to even. Null when it is no amount. */
export function parseUsd(text: string): number | null {
  const value = decimal(text);
  return value && toNano(value);
}

/** Nano-dollars → the shortest exact decimal USD text with at least two places: 1500000 → "0.0015". */
export function formatUsd(nano: number): string {
  const text = String(nano).padStart(NANO_DIGITS + 1, '0');
  const fraction = text.slice(-NANO_DIGITS).replace(/0+$/, '').padEnd(2, '0');
  return `${text.slice(0, -NANO_DIGITS)}.${fraction}`;
}

/** USD per token, as decimal text exactly as the catalogue gave it; null means unknown. */
export const Prices = z.object({ prompt: z.string(), completion: z.string(), cached: z.string().optional() });
export type Prices = z.infer<typeof Prices>;

/** Whether both prices are amounts: "-1" and "" are unknown, "0" is free. */
export const knownPrices = (prices: Prices | null): prices is Prices =>
  prices !== null && decimal(prices.prompt) !== null && decimal(prices.completion) !== null;

/**
 * cost = (prompt − cached)·p_in + cached·p_cached + completion·p_out, exact, then rounded once (half-even) to
 * nano-USD. Null when a price is unknown.
 */
export function costOf(
  tokens: { prompt: number; completion: number; cached?: number },
  prices: Prices | null,
): number | null {
  if (!knownPrices(prices)) return null;
  const cached = Math.min(tokens.cached ?? 0, tokens.prompt);
  const parts: [number, string][] = [
    [tokens.prompt - cached, prices.prompt],
    [cached, prices.cached ?? prices.prompt],
    [tokens.completion, prices.completion],
  ];
  let sum: Decimal = { digits: 0n, scale: 0 };
  for (const [count, price] of parts) {
    const value = decimal(price);
    if (!value) return null;
    const scale = Math.max(sum.scale, value.scale);
    const lift = (part: Decimal) => part.digits * 10n ** BigInt(scale - part.scale);
    sum = { digits: lift(sum) + lift({ digits: value.digits * BigInt(count), scale: value.scale }), scale };
  }
  return toNano(sum);
}
