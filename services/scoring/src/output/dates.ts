const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*([Zz]|[+-]\d{2}:?\d{2})?)?$/;

/** An ISO 8601 date, with its time where it has one: `instant` in ms, local times as if in UTC. */
interface IsoDate {
  readonly day: string;
  readonly instant: number | null;
}

/** Reads an ISO 8601 date or date-time; null for anything else, and for days that no calendar has. */
export function readDate(value: unknown): IsoDate | null {
  const match = typeof value === 'string' ? ISO.exec(value.trim()) : null;
  if (!match) return null;
  const [, year, month, date, hour, minute, second = '00', fraction = '', zone = 'Z'] = match;
  const day = `${year}-${month}-${date}`;
  const midnight = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  if (midnight.getUTCMonth() !== Number(month) - 1 || midnight.getUTCDate() !== Number(date)) return null;
  if (hour === undefined) return { day, instant: null };
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : zone.replace(/^(...)(\d\d)$/, '$1:$2');
  const instant = Date.parse(`${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}${offset}`);
  return Number.isNaN(instant) ? null : { day, instant };
}

/** The same instant; the same day where one of them has no time. */
export const sameDate = (a: IsoDate, b: IsoDate): boolean =>
  a.instant !== null && b.instant !== null ? a.instant === b.instant : a.day === b.day;
