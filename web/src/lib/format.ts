/** How numbers, money and times are written: British style, true minus, thin units. */
const grouped = new Intl.NumberFormat('en-GB');

export const count = (value: number) => grouped.format(value);

export const fixed = (value: number, digits: number) => {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
};

/** The digits a column needs so that its smallest amount does not read as 0. */
export function digitsFor(values: readonly (string | null)[], least: number, most = 6): number {
  const small = Math.min(...values.map(Number).filter((value) => value > 0));
  return Number.isFinite(small) ? Math.min(most, Math.max(least, Math.ceil(-Math.log10(small)))) : least;
}

/** "$1.94": decimal text as money, with more digits where it would round to 0. */
export const usd = (text: string, digits = 2) => `$${amount(text, digits)}`;
export const amount = (text: string, digits = 2) => {
  const value = Number(text);
  if (value >= 1000)
    return value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return value.toFixed(value === 0 ? digits : digitsFor([text], digits));
};

export const percent = (part: number, whole: number) => (whole > 0 ? Math.floor((100 * part) / whole) : 0);

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export function duration(ms: number): string {
  if (ms < SECOND) return 'under 1 s';
  if (ms < 90 * SECOND) return `${Math.round(ms / SECOND)} s`;
  if (ms < 90 * MINUTE) return `${Math.round(ms / MINUTE)} min`;
  return `${Math.floor(ms / HOUR)} h ${Math.round((ms % HOUR) / MINUTE)} min`;
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const longDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

export function moment(iso: string, now = new Date()): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  if (at.toDateString() === now.toDateString()) return `today ${clock.format(at)}`;
  return at.getFullYear() === now.getFullYear() ? `${day.format(at)} ${clock.format(at)}` : longDay.format(at);
}
export const time = (iso: string) => new Date(iso).toLocaleTimeString('en-GB');

/** "1 input", "2 inputs". */
export const some = (many: number, one: string, more = `${one}s`) => `${count(many)} ${many === 1 ? one : more}`;

/** "0.96, 95 % 0.94 to 0.97" for those who hear it; "0.94–0.97" for those who see it. */
export interface Measured {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}
export const spoken = ({ mean, low, high }: Measured, digits = 2) =>
  low === null || high === null
    ? `${fixed(mean, digits)}, no interval`
    : `${fixed(mean, digits)}, 95 % ${fixed(low, digits)} to ${fixed(high, digits)}`;
export const range = ({ low, high }: Pick<Measured, 'low' | 'high'>, digits = 2) =>
  low === null || high === null ? 'no interval' : `${fixed(low, digits)}–${fixed(high, digits)}`;

/** The sentence a title begins with: without its full stop. */
export const firstSentence = (text: string) => text.split(/(?<=[.:])\s/)[0]!.replace(/[.:]$/, '');
