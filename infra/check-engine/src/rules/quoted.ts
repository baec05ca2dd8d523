import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { trimmed } from '../text.ts';

export const quoted = defineRule({
  rule: 'quoted',
  meaning: 'The whole output stands in double quotation marks, straight or of one of the usual pairs.',
  parameters: z.strictObject({ straight: z.boolean().default(false).describe('Only "…", not “…” or «…».') }),
  example: { straight: true },
  guards: ['wrong_style', 'truncate', 'empty'],
  evaluate({ straight }, { output }) {
    const said = trimmed(output);
    const ends = said.text.length > 1 ? `${said.text[0]}${said.text.at(-1)}` : said.text;
    if (ends === '""' || (!straight && ['“”', '„“', '«»', '»«'].includes(ends))) return unless(undefined);
    return unless({ found: told(ends), expected: 'a double quotation mark at both ends', span: said });
  },
});
