/** 1234567 → "1,234,567". */
export const whole = (count: number): string => count.toLocaleString('en-GB');

/** `1 call`, `1,200 calls`. */
export const counted = (count: number, thing: string): string => `${whole(count)} ${thing}${count === 1 ? '' : 's'}`;

/** An amount in USD with so many places, more where it would round to nothing; null is unknown, never 0. */
export function usd(amount: string | null, places = 2): string {
  if (amount === null) return 'unknown';
  const value = Number(amount);
  const lost = value > 0 && value < 10 ** -places;
  const digits = lost ? -Math.floor(Math.log10(value)) : places;
  return `$${value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** How long something takes, in the two units that matter: "8 s", "3 min 20 s", "2 h 5 min". */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const [h, min, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  if (h > 0) return min > 0 ? `${h} h ${min} min` : `${h} h`;
  if (min > 0) return s > 0 ? `${min} min ${s} s` : `${min} min`;
  return `${s} s`;
}
