import { z } from 'zod';
import { counting, outside } from '../bounds.ts';
import { unless } from '../evaluation.ts';
import { defineRule, type Context } from '../rule.ts';
import { separated } from '../separated.ts';
import { paragraphsOf, type Piece } from '../text.ts';

const Separator = z.string().min(1).max(50).optional().describe('Between paragraphs; a blank line unless set.');

export const paragraphCount = defineRule({
  rule: 'paragraph_count',
  meaning: 'The number of paragraphs lies within these bounds; none between two separators is empty.',
  parameters: counting({ separator: Separator }),
  example: { min: 3, max: 3, separator: '***' },
  guards: ['truncate', 'wrong_style', 'empty'],
  evaluate({ separator, ...within }, context) {
    const parts = partsOf(context, separator);
    const empty = parts.find(({ text }) => text === '');
    if (empty) return unless({ found: 'an empty paragraph', expected: 'text between separators', span: empty });
    return unless(outside(parts.length, within, 'paragraphs', parts));
  },
});

const partsOf = (context: Context, separator: string | undefined): readonly Piece[] =>
  separator === undefined ? paragraphsOf(context) : separated(context.output, separator);
