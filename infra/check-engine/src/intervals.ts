import { z } from 'zod';
import { told, type Objection } from './evaluation.ts';
import { fieldOf, inItem, withItems } from './items.ts';
import { Field } from './parameters.ts';
import type { Context, Evaluation } from './rule.ts';
import { seconds } from './time.ts';

/** The stretch of time, or of anything counted, that an item stands for. */
export interface Interval {
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** The fields that say where an interval begins and ends: numbers, clock times ([h:]mm:ss) or ISO 8601 instants. */
export const intervalFields = { start: Field.default('start'), end: Field.default('end') };

/** Tolerance in seconds, or in the unit of the numbers. */
export const Tolerance = z.number().min(0).default(0);

/** Judges the intervals of the items, in the order in which they begin; an item without a readable one fails. */
export const withIntervals = (
  context: Context,
  { start, end }: { readonly start: string; readonly end: string },
  objection: (intervals: readonly Interval[]) => Objection | undefined,
): Evaluation =>
  withItems(context, (items) => {
    const intervals: Interval[] = [];
    for (const [at, item] of items.entries()) {
      const [from, to] = [fieldOf(item, start), fieldOf(item, end)];
      const [a, b] = [seconds(from), seconds(to)];
      if (a === undefined || b === undefined || a > b)
        return inItem(at, `${told(from)} to ${told(to)}`, 'a start and an end not before it');
      intervals.push({ at, start: a, end: b });
    }
    return objection(intervals.toSorted((a, b) => a.start - b.start || a.end - b.end));
  });
