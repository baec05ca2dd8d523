import { counting, outside } from '../bounds.ts';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { pieces } from '../text.ts';

export const highlightCount = defineRule({
  rule: 'highlight_count',
  meaning: 'The number of parts highlighted in Markdown, *so* or **so**, lies within these bounds.',
  parameters: counting({}),
  example: { min: 1 },
  guards: ['drop', 'wrong_style'],
  evaluate(within, { output }) {
    const highlights = pieces(output, /\*\*[^\r\n*]+\*\*|\*[^\r\n*]+\*/g).filter(({ text }) => /[^\s*]/.test(text));
    return unless(outside(highlights.length, within, 'highlights', highlights));
  },
});
