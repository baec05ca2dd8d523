import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { linesOf, trimmed } from '../text.ts';

const Marker = z.string().regex(/^[\p{L}. ]{1,20}$/u, { error: 'is letters, dots and blanks' });

/** The mark, its dots and blanks or not, and no letter right after it. */
const marks = (marker: string): RegExp => {
  const letters = [...marker.replace(/[. ]/g, '')].join('\\.?\\s?');
  return new RegExp(`^[\\s*_>#]*${letters}(?![\\p{L}\\p{N}])[\\s.:*_-]*`, 'iu');
};

export const postscript = defineRule({
  rule: 'postscript',
  meaning: 'A line of the output begins with this mark of a postscript, and something is said after it.',
  parameters: z.strictObject({ marker: Marker.default('P.S.') }),
  example: { marker: 'P.P.S' },
  guards: ['drop', 'truncate', 'wrong_style', 'empty'],
  evaluate({ marker }, context) {
    const mark = marks(marker);
    const line = linesOf(context).find(({ text }) => mark.test(text.slice(0, 200)));
    if (!line) return unless({ found: 'no postscript', expected: `one after ${told(marker)}` });
    const said = trimmed(context.output, line.start + mark.exec(line.text)![0].length);
    return unless(said.text === '' ? { found: 'an empty postscript', expected: 'text in it', span: line } : undefined);
  },
});
