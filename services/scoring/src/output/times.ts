const CLOCK = /^(?:(\d+):)?(\d+):(\d{2}(?:[.,]\d+)?)$/;
const MERIDIEM = /^(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?\s*([ap])\.?m\.?$/i;

/**
 * Seconds of a time mark or clock time: `1:02:03`, `00:62:03` and `62:03` are the same, `2:30 pm` is `14:30:00`. Two
 * parts are minutes and seconds; a number is seconds. Null for anything else.
 */
export function readTime(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : null;
  if (typeof value !== 'string') return null;
  const text = value.trim().replace(/^\[(.*)\]$/, '$1');
  const [, half, past = '0', sec = '0', meridiem] = MERIDIEM.exec(text) ?? [];
  if (meridiem && Number(half) <= 12 && Number(half) > 0 && Number(past) < 60 && Number(sec) < 60)
    return ((Number(half) % 12) + (meridiem.toLowerCase() === 'p' ? 12 : 0)) * 3600 + Number(past) * 60 + Number(sec);
  const [, hours = '0', minutes, seconds] = CLOCK.exec(text) ?? [];
  if (minutes === undefined || seconds === undefined) return null;
  const rest = Number(seconds.replace(',', '.'));
  return rest < 60 ? Number(hours) * 3600 + Number(minutes) * 60 + rest : null;
}
