import { counting, outside } from '../bounds.ts';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { linesOf } from '../text.ts';

export const lineCount = defineRule({
  rule: 'line_count',
  meaning: 'The number of lines of the output that are not blank lies within these bounds.',
  parameters: counting({}),
  example: { max: 10 },
  guards: ['truncate', 'filler_text', 'empty'],
  evaluate(within, context) {
    const lines = linesOf(context).filter(({ text }) => text.trim() !== '');
    return unless(outside(lines.length, within, 'lines', lines));
  },
});
