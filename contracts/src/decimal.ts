const AMOUNT = /^(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** A decimal number as digits and a scale: value = digits / 10^scale. Never a float. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** Reads decimal text, exponents included, exactly. Null when it is no amount (`"-1"`, `""`, `"free"`). */
export function decimal(text: string): Decimal | null {
  const match = AMOUNT.exec(text.trim());
  if (!match) return null;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

const lifted = ({ digits, scale }: Decimal, to: number): bigint => digits * 10n ** BigInt(to - scale);

/** a + b. */
export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: lifted(a, scale) + lifted(b, scale), scale };
}

/** Below 0 when a is less than b, above 0 when it is more. */
export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = lifted(a, scale) - lifted(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The shortest exact decimal text: 2e-7 → "0.0000002". */
export function plain({ digits, scale }: Decimal): string {
  const text = String(digits).padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  return fraction ? `${whole}.${fraction}` : whole;
}
