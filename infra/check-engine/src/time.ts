const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const daysIn = (year: number, month: number): number =>
  month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : (DAYS[month - 1] ?? 0);

/** Whether the calendar has this day. */
export const isDate = (year: number, month: number, day: number): boolean => day >= 1 && day <= daysIn(year, month);

/** Whether a text is an ISO 8601 day that the calendar has. */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  return day !== undefined && isDate(Number(year), Number(month), Number(day));
}

const CLOCK = /^(?:(\d{1,3}):)?(\d{1,2}):(\d{2}(?:[.,]\d{1,6})?)$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d{1,9})?))?(Z|[+-]\d{2}:\d{2})?)?$/;

/** Seconds: of a number, a clock time ([h:]mm:ss) or an ISO 8601 instant; undefined of anything else. */
export function seconds(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d{1,12}(?:\.\d{1,9})?$/.test(text)) return Number(text);
  const clock = CLOCK.exec(text);
  if (clock) return clockSeconds(clock[1], clock[2]!, clock[3]!);
  const instant = INSTANT.exec(text);
  if (!instant || !isDay(instant[1]!) || Number(instant[2] ?? 0) > 23 || Number(instant[3] ?? 0) > 59) return undefined;
  const [, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = instant;
  const at = Date.parse(`${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(at) ? undefined : at / 1000;
}

function clockSeconds(hours: string | undefined, minutes: string, rest: string): number | undefined {
  const second = Number(rest.replace(',', '.'));
  if (second >= 60 || (hours !== undefined && Number(minutes) > 59)) return undefined;
  return Number(hours ?? 0) * 3600 + Number(minutes) * 60 + second;
}

/** The clock times ([h:]mm:ss) in a text, in seconds. */
export const clockTimes = (text: string): number[] =>
  (text.match(/(?<![\d:.,])(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,6})?(?![\d:])/g) ?? []).flatMap(
    (time) => seconds(time) ?? [],
  );
