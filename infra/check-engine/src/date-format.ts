import { isDate } from './time.ts';

const PARTS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  DD: '(?<day>\\d{2})',
  M: '(?<month>\\d{1,2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<milli>\\d{3})',
  ZZ: '(?<zone>Z|[+-]\\d{2}:\\d{2})',
};
const PART = /YYYY|MM|DD|HH|mm|ss|SSS|ZZ|M|D|H/g;

/** The pattern of a format such as "DD.MM.YYYY HH:mm"; undefined where a part stands twice or there is none. */
export function patternOf(format: string): RegExp | undefined {
  const parts = format.match(PART);
  const named = parts?.map((part) => part[0]!.toUpperCase() + (part === 'mm' ? '2' : '') + (part === 'SSS' ? '3' : ''));
  if (!named || new Set(named).size < named.length) return undefined;
  const literal = format.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(`^${literal.replace(PART, (part) => PARTS[part]!)}$`);
}

/** Whether a text is written in this format, and is a date and a time that there are. */
export function isWritten(text: string, pattern: RegExp): boolean {
  const parts = pattern.exec(text)?.groups;
  if (!parts) return false;
  const part = (name: string, otherwise: number): number => Number(parts[name] ?? otherwise);
  return (
    isDate(part('year', 2000), part('month', 1), part('day', 1)) &&
    part('hour', 0) <= 23 &&
    part('minute', 0) <= 59 &&
    part('second', 0) <= 59
  );
}
