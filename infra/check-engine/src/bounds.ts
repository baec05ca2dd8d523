import { z } from 'zod';
import type { Objection } from './evaluation.ts';
import type { Span } from './rule.ts';

const count = z.int().min(0).max(1_000_000).optional();

/** Bounds, either of which may be left out. */
export interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Refuses bounds that hold for everything or for nothing. */
export const bounding = <Schema extends z.ZodObject>(schema: Schema): Schema =>
  schema.superRefine((value, issues) => {
    const { min, max } = value as Bounds;
    if (min === undefined && max === undefined) issues.addIssue({ code: 'custom', message: 'needs a min or a max' });
    if (min !== undefined && max !== undefined && min > max)
      issues.addIssue({ code: 'custom', path: ['min'], message: 'min is more than max' });
  });

/** Parameters that bound a count, with others beside. */
export const counting = <Shape extends z.ZodRawShape>(shape: Shape) =>
  bounding(z.strictObject({ min: count, max: count, ...shape }));

/** Bounds in words. */
export function wanted({ min, max }: Bounds): string {
  if (min === max) return `exactly ${min}`;
  if (max === undefined) return `at least ${min}`;
  return min === undefined ? `at most ${max}` : `${min} to ${max}`;
}

/** What to say of a count that does not lie within its bounds; of too many, where the first too many stands. */
export function outside(count: number, within: Bounds, unit: string, places?: readonly Span[]): Objection | undefined {
  const { min = 0, max = Infinity } = within;
  if (count >= min && count <= max) return undefined;
  return { found: `${count} ${unit}`, expected: wanted(within), span: count > max ? places?.[max] : undefined };
}
