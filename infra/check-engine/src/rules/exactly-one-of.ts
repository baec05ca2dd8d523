import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { CaseSensitive, Texts } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded, foldedOf, trimmed } from '../text.ts';

export const exactlyOneOf = defineRule({
  rule: 'exactly_one_of',
  meaning: 'The output is one of these texts and nothing else, white space around it aside.',
  parameters: z.strictObject({ texts: Texts, case_sensitive: CaseSensitive }),
  example: { texts: ['low', 'high'] },
  guards: ['wrong_value', 'filler_text', 'refusal', 'empty'],
  evaluate({ texts, case_sensitive }, context) {
    const said = trimmed(context.output);
    const whole = case_sensitive ? said.text : foldedOf(context);
    return unless(
      texts.some((text) => (case_sensitive ? text.trim() : folded(text)) === whole)
        ? undefined
        : { found: told(said.text), expected: `one of ${told(texts)}`, span: said },
    );
  },
});
