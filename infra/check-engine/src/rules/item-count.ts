import { z } from 'zod';
import { defineRule, fail, unless } from '../rule.ts';
import { outside } from '../text.ts';

const count = z.int().min(0).optional();

export const itemCount = defineRule({
  rule: 'item_count',
  meaning: 'The number of items lies within these bounds.',
  parameters: z.strictObject({ min: count, max: count }),
  example: { min: 0, max: 20 },
  guards: ['drop', 'invent', 'empty'],
  evaluate: (bounds, { items }) =>
    items === null ? fail('The output has no list of items.') : unless(outside(items.length, bounds, 'items')),
});
