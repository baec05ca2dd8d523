import { z } from 'zod';
import { notApplicable, told, unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { folded, foldedInputOf, pieces } from '../text.ts';

const QUOTE = /"[^"\r\n]{1,2000}"|“[^“”\r\n]{1,2000}”|«[^«»\r\n]{1,2000}»/gu;
const bare = (text: string): string => folded(text).replace(/[.,!?…]+$/, '');

export const quotesFromInput = defineRule({
  rule: 'quotes_from_input',
  meaning: 'What the output quotes occurs in the input, case, white space and final punctuation aside.',
  parameters: z.strictObject({
    min_length: z.int().min(1).max(1_000).default(8).describe('Shorter quotations are terms.'),
  }),
  example: { min_length: 12 },
  guards: ['invent', 'wrong_value'],
  evaluate({ min_length }, context) {
    const quotes = pieces(context.output, QUOTE).filter(({ text }) => text.length - 2 >= min_length);
    if (quotes.length === 0) return notApplicable('The output quotes nothing.');
    const said = foldedInputOf(context);
    const invented = quotes.find(({ text }) => !said.includes(bare(text.slice(1, -1))));
    return unless(invented && { found: told(invented.text), expected: 'words of the input', span: invented });
  },
});
