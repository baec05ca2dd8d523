import { z } from 'zod';
import { counting, outside } from '../bounds.ts';
import { told, unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { pieces } from '../text.ts';

const Word = z
  .string()
  .regex(/^[\p{L}\p{M}\p{N} ]+$/u)
  .max(50);

export const numberedSections = defineRule({
  rule: 'numbered_sections',
  meaning:
    'The number of sections that begin with this word and a number, such as “Section 1”, lies within these bounds.',
  parameters: counting({
    word: Word.default('Section'),
    in_order: z.boolean().default(false).describe('Their numbers are 1, 2, 3 and so on.'),
  }),
  example: { word: 'SECTION', min: 3 },
  guards: ['drop', 'swap', 'truncate', 'wrong_style', 'empty'],
  evaluate({ word, in_order, ...within }, { output }) {
    const found = pieces(output, new RegExp(`(?<![\\p{L}\\p{N}])${word}\\s?\\d{1,6}`, 'gu'));
    const odd = found.find(({ text }, at) => Number(/\d+$/.exec(text)![0]) !== at + 1);
    if (in_order && odd) return unless({ found: told(odd.text), expected: 'the next number', span: odd });
    return unless(outside(found.length, within, 'sections', found));
  },
});
