import { counting, outside } from '../bounds.ts';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { linesOf } from '../text.ts';

export const bulletCount = defineRule({
  rule: 'bullet_count',
  meaning:
    'The number of bullet points (lines that begin with *, - or + and a blank, or with •) lies within these bounds.',
  parameters: counting({}),
  example: { min: 3, max: 3 },
  guards: ['drop', 'wrong_style', 'truncate'],
  evaluate(within, context) {
    const bullets = linesOf(context).filter(({ text }) => /^\s*(?:[*+-]\s+|•\s*)\S/u.test(text));
    return unless(outside(bullets.length, within, 'bullets', bullets));
  },
});
