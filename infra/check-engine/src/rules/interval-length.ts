import { z } from 'zod';
import { bounding, wanted } from '../bounds.ts';
import { inItem } from '../items.ts';
import { intervalFields, withIntervals } from '../intervals.ts';
import { defineRule } from '../rule.ts';

const bound = z.number().min(0).optional();

export const intervalLength = defineRule({
  rule: 'interval_length',
  meaning: 'From the start to the end of every item it is as long as these bounds say, in seconds or in its own unit.',
  parameters: bounding(z.strictObject({ ...intervalFields, min: bound, max: bound })),
  example: { start: 'start', end: 'end', min: 20, max: 90 },
  guards: ['wrong_value', 'truncate', 'swap'],
  evaluate: ({ start, end, ...within }, context) =>
    withIntervals(context, { start, end }, (intervals) => {
      const { min = 0, max = Infinity } = within;
      const length = (one: { start: number; end: number }) => Number((one.end - one.start).toPrecision(12));
      const odd = intervals.find((one) => length(one) < min || length(one) > max);
      return odd && inItem(odd.at, `a length of ${length(odd)}`, wanted(within));
    }),
});
