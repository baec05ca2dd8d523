import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { CaseSensitive, Texts } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded, foldedOf, trimmed, withoutEnd } from '../text.ts';

export const endsWith = defineRule({
  rule: 'ends_with',
  meaning: 'The output ends with one of these texts, white space and double quotes around it aside.',
  parameters: z.strictObject({ texts: Texts, case_sensitive: CaseSensitive }),
  example: { texts: ['Any other questions?'] },
  guards: ['filler_text', 'truncate', 'wrong_style', 'empty'],
  evaluate({ texts, case_sensitive }, context) {
    const said = unquoted(case_sensitive ? context.output : foldedOf(context));
    if (texts.some((text) => said.endsWith(case_sensitive ? text.trim() : folded(text)))) return unless(undefined);
    const whole = trimmed(context.output);
    const span = { start: Math.max(whole.start, whole.end - 40), end: whole.end };
    return unless({ found: told(context.output.slice(span.start, span.end)), expected: `one of ${told(texts)}`, span });
  },
});

const unquoted = (text: string): string => withoutEnd(text.trimEnd(), '"').trimEnd();
