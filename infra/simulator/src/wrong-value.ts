import type { Matcher } from '@taskbench/contracts';
import type { Item } from './item.ts';
import { pick, type Random } from './random.ts';

const DAY_MS = 86_400_000;

/** A value of the same kind that no fair matcher takes for the right one. */
export function wrongValue(right: unknown, others: readonly unknown[], matcher: Matcher, chance: Random): unknown {
  if (typeof right === 'number') return right + pick([-2, -1, 1, 10], chance);
  if (typeof right === 'boolean') return !right;
  if (Array.isArray(right))
    return [...(right as unknown[]).slice(1), typeof right[0] === 'number' ? 99 : 'Something else'];
  if (matcher === 'number') return String(Number(right ?? 0) + pick([-2, -1, 1, 10], chance));
  if (matcher === 'time') return clock((seconds(right) ?? 0) + pick([7, 60, 600], chance));
  if (matcher === 'boolean') return right === 'true' ? 'false' : 'true';
  if (matcher === 'date') {
    const from = Date.parse(String(right ?? others[0] ?? '2026-12-24'));
    return Number.isNaN(from)
      ? null
      : new Date(from + pick([-7, -1, 1, 7, 14], chance) * DAY_MS).toISOString().slice(0, 10);
  }
  return pick([...others, 'Somebody else'], chance);
}

/** A span of the same length that begins after the right one has ended. */
export function moved(item: Item, start: string, end: string): Item {
  const [from, to] = [seconds(item[start]) ?? 0, seconds(item[end]) ?? 60];
  const length = Math.max(to - from, 30);
  return { [start]: clock(to + length), [end]: clock(to + 2 * length) };
}

const clock = (all: number): string =>
  [Math.floor(all / 3600), Math.floor(all / 60) % 60, Math.floor(all) % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');

function seconds(value: unknown): number | null {
  if (typeof value === 'number') return value;
  const parts = String(value).split(':').map(Number);
  return parts.some(Number.isNaN) ? null : parts.reduce((sum, part) => sum * 60 + part, 0);
}
