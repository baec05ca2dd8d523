import { z } from 'zod';
import { notApplicable } from '../evaluation.ts';
import { intervalFields, Tolerance, withIntervals } from '../intervals.ts';
import { near } from '../numbers.ts';
import { defineRule } from '../rule.ts';
import { clockTimes, seconds } from '../time.ts';

const Time = z
  .union([z.number(), z.string().max(40)])
  .refine((value) => seconds(value) !== undefined, { error: 'is no number, clock time or ISO 8601 instant' });

export const coversRange = defineRule({
  rule: 'covers_range',
  meaning:
    'The items begin where the range begins and end where it ends; where it is not given, it is from the first to the last clock time in the input.',
  parameters: z.strictObject({ ...intervalFields, from: Time.optional(), to: Time.optional(), tolerance: Tolerance }),
  example: { start: 'start', end: 'end', from: 0, to: '00:45:00', tolerance: 1 },
  guards: ['drop', 'truncate', 'invent'],
  evaluate({ from, to, tolerance, ...fields }, context) {
    const times = from === undefined || to === undefined ? clockTimes(context.input) : [];
    const first = seconds(from) ?? times.reduce((a, b) => Math.min(a, b), Infinity);
    const last = seconds(to) ?? times.reduce((a, b) => Math.max(a, b), -Infinity);
    if (!Number.isFinite(first) || !Number.isFinite(last)) return notApplicable('The input has no clock times.');
    return withIntervals(context, fields, (intervals) => {
      if (intervals.length === 0) return { found: 'no items', expected: `items from ${first} to ${last}` };
      const [start, end] = [intervals[0]!.start, intervals.reduce((a, b) => Math.max(a, b.end), -Infinity)];
      if (near(start, first, tolerance) && near(end, last, tolerance)) return undefined;
      return { found: `items from ${start} to ${end}`, expected: `${first} to ${last}` };
    });
  },
});
