import { counting, outside } from '../bounds.ts';
import { withItems } from '../items.ts';
import { defineRule } from '../rule.ts';

export const itemCount = defineRule({
  rule: 'item_count',
  meaning: 'The number of items lies within these bounds.',
  parameters: counting({}),
  example: { min: 0, max: 20 },
  guards: ['drop', 'invent', 'empty'],
  evaluate: (within, context) => withItems(context, (items) => outside(items.length, within, 'items')),
});
