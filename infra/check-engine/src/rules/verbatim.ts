import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';

export const verbatim = defineRule({
  rule: 'verbatim',
  meaning:
    'These texts stand in the output character by character, white space included: all of them, or as many as asked; anywhere, or at its start.',
  parameters: z.strictObject({
    texts: z.array(z.string().max(20_000)).min(1).max(500),
    at_least: z.int().min(1).max(500).optional().describe('All of them unless set.'),
    ignore_case: z.boolean().default(false),
    at: z.enum(['anywhere', 'start']).default('anywhere'),
  }),
  example: { texts: ['1,000', 'in stock'] },
  guards: ['drop', 'missing_field', 'truncate', 'empty', 'refusal'],
  evaluate({ texts, at_least = texts.length, ignore_case, at }, { output }) {
    const cased = (text: string) => (ignore_case ? text.toLowerCase() : text);
    const within = cased(output);
    const missing = texts.filter((text) => !within[at === 'start' ? 'startsWith' : 'includes'](cased(text)));
    if (texts.length - missing.length >= Math.min(at_least, texts.length)) return unless(undefined);
    return unless({ found: `none of ${told(missing)}`, expected: `at least ${at_least} of ${told(texts)}` });
  },
});
