import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { CaseSensitive, Texts } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded, foldedOf, trimmed } from '../text.ts';

export const startsWith = defineRule({
  rule: 'starts_with',
  meaning: 'The output starts with one of these texts, white space and double quotes around it aside.',
  parameters: z.strictObject({ texts: Texts, case_sensitive: CaseSensitive }),
  example: { texts: ['Summary:'] },
  guards: ['filler_text', 'truncate', 'wrong_style', 'empty'],
  evaluate({ texts, case_sensitive }, context) {
    const said = unquoted(case_sensitive ? context.output : foldedOf(context));
    if (texts.some((text) => said.startsWith(case_sensitive ? text.trim() : folded(text)))) return unless(undefined);
    const whole = trimmed(context.output);
    const span = { start: whole.start, end: Math.min(whole.end, whole.start + 40) };
    return unless({ found: told(context.output.slice(span.start, span.end)), expected: `one of ${told(texts)}`, span });
  },
});

const unquoted = (text: string): string => text.trim().replace(/^"+/, '').trim();
