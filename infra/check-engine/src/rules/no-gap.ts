import { z } from 'zod';
import { inItem } from '../items.ts';
import { intervalFields, Tolerance, withIntervals } from '../intervals.ts';
import { near } from '../numbers.ts';
import { defineRule } from '../rule.ts';

export const noGap = defineRule({
  rule: 'no_gap',
  meaning: 'Between the first start and the last end, some item stands for every moment.',
  parameters: z.strictObject({ ...intervalFields, tolerance: Tolerance }),
  example: { start: 'start', end: 'end', tolerance: 0.5 },
  guards: ['drop', 'wrong_value'],
  evaluate: ({ tolerance, ...fields }, context) =>
    withIntervals(context, fields, (intervals) => {
      let reached = intervals[0]?.end ?? 0;
      for (const one of intervals) {
        if (one.start > reached && !near(one.start, reached, tolerance))
          return inItem(one.at, `a start at ${one.start}`, `it at ${reached}, where what came before ends`);
        reached = Math.max(reached, one.end);
      }
      return undefined;
    }),
});
