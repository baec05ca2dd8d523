import { z } from 'zod';
import { decimal, type Decimal } from './decimal.ts';

/** Money in nano-dollars: a whole number, 1 USD = 1,000,000,000. Safe up to 9 million dollars. */
export const NanoUsd = z.int().min(0);
/** USD as decimal text, as money crosses the API: never a float. */
export const Usd = z
  .string()
  .max(40, 'must be an amount in USD such as "1.00"')
  .regex(/^\d+(\.\d+)?$/, 'must be an amount in USD such as "1.00"')
  .refine((text) => Number(text) < 9_000_000, 'must be under 9 million USD');

const NANO_DIGITS = 9;

/** Rounds half to even: the one place where an amount loses digits. */
export function toNano({ digits, scale }: Decimal): number {
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
