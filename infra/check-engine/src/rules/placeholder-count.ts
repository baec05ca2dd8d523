import { counting, outside } from '../bounds.ts';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { pieces } from '../text.ts';

export const placeholderCount = defineRule({
  rule: 'placeholder_count',
  meaning: 'The number of placeholders in square brackets, such as [address], lies within these bounds.',
  parameters: counting({}),
  example: { min: 2 },
  guards: ['drop', 'wrong_style'],
  evaluate(within, context) {
    const placeholders = pieces(context.output, /\[[^\[\]\r\n]*\]/g);
    return unless(outside(placeholders.length, within, 'placeholders', placeholders));
  },
});
