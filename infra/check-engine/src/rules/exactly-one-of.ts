import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { CaseSensitive, Texts } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded, trimmed } from '../text.ts';

export const exactlyOneOf = defineRule({
  rule: 'exactly_one_of',
  meaning: 'The output is one of these texts and nothing else, white space around it aside.',
  parameters: z.strictObject({ texts: Texts, case_sensitive: CaseSensitive }),
  example: { texts: ['low', 'high'] },
  guards: ['wrong_value', 'filler_text', 'refusal', 'empty'],
  evaluate({ texts, case_sensitive }, { output }) {
    const same = (a: string, b: string) => (case_sensitive ? a.trim() === b.trim() : folded(a) === folded(b));
    const said = trimmed(output);
    return unless(
      texts.some((text) => same(text, output))
        ? undefined
        : { found: told(said.text), expected: `one of ${told(texts)}`, span: said },
    );
  },
});
