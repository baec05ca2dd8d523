import { z } from 'zod';
import { inItem } from '../items.ts';
import { intervalFields, Tolerance, withIntervals } from '../intervals.ts';
import { near } from '../numbers.ts';
import { defineRule } from '../rule.ts';

export const noOverlap = defineRule({
  rule: 'no_overlap',
  meaning: 'No item begins before another one that began earlier has ended.',
  parameters: z.strictObject({ ...intervalFields, tolerance: Tolerance }),
  example: { start: 'start', end: 'end' },
  guards: ['duplicate', 'wrong_value', 'swap'],
  evaluate: ({ tolerance, ...fields }, context) =>
    withIntervals(context, fields, (intervals) => {
      let last = intervals[0];
      for (const one of intervals.slice(1)) {
        if (one.start < last!.end && !near(one.start, last!.end, tolerance))
          return inItem(
            one.at,
            `a start at ${one.start}`,
            `it at ${last!.end} or later, where item ${last!.at + 1} ends`,
          );
        if (one.end > last!.end) last = one;
      }
      return undefined;
    }),
});
