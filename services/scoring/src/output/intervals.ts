import { readDate } from './dates.ts';
import { isRecord } from './items.ts';
import { readNumber } from './numbers.ts';
import { readTime } from './times.ts';

/** Two ends on one line: seconds, numbers, or instants. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

const BETWEEN = /\s+(?:-|to)\s+|\s*(?:–|—|→|-->)\s*|\//;

/** Reads `[60, 95]`, `{ start, end }` or `01:00 - 01:35`; null for anything else, and for an end before its start. */
export function readInterval(value: unknown): Interval | null {
  const [start, end] = endsOf(value).map(readEnd);
  return start == null || end == null || end < start ? null : { start, end };
}

function endsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.length === 2 ? value : [];
  if (isRecord(value)) return [value['start'] ?? value['from'], value['end'] ?? value['to']];
  if (typeof value !== 'string') return [];
  const parted = value.trim().split(BETWEEN);
  const ends = parted.length === 2 ? parted : value.trim().split('-');
  return ends.length === 2 ? ends : [];
}

function readEnd(value: unknown): number | null {
  const day = readDate(value);
  if (day) return (day.instant ?? Date.parse(day.day)) / 1000;
  return readTime(value) ?? readNumber(value);
}

/**
 * How much two intervals overlap: the length of what they share over the length of what they cover together,
 * |A ∩ B| / |A ∪ B| (Jaccard), 0 to 1. Two intervals without length: 1 when they are the same point, else 0.
 */
export function overlap(a: Interval, b: Interval): number {
  const shared = Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
  const covered = a.end - a.start + (b.end - b.start) - shared;
  if (covered === 0) return a.start === b.start ? 1 : 0;
  return shared / covered;
}
