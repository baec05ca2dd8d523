import { z } from 'zod';
import type { Objection } from './evaluation.ts';
import type { Span } from './rule.ts';

const count = z.int().min(0).max(1_000_000).optional();

/** Bounds of a count, either of which may be left out. */
export const bounds = { min: count, max: count };

export interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

const wanted = ({ min, max }: Bounds): string =>
  min === max
    ? `exactly ${min}`
    : max === undefined
      ? `at least ${min}`
      : min === undefined
        ? `at most ${max}`
        : `${min} to ${max}`;

/** What to say of a count that does not lie within its bounds; of too many, where the first too many stands. */
export function outside(
  count: number,
  within: Bounds,
  unit: string,
  spanOf?: (at: number) => Span | undefined,
): Objection | undefined {
  const { min = 0, max = Infinity } = within;
  if (count >= min && count <= max) return undefined;
  return { found: `${count} ${unit}`, expected: wanted(within), span: count > max ? spanOf?.(max) : undefined };
}
