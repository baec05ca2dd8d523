import { z } from 'zod';
import { defineRule, unless } from '../rule.ts';
import { folded, words } from '../text.ts';

export const forbiddenWords = defineRule({
  rule: 'forbidden_words',
  meaning: 'None of these words occurs in the output, in any case.',
  parameters: z.strictObject({ words: z.array(z.string().min(1).max(100)).min(1).max(200) }),
  example: { words: ['sorry', 'unfortunately'] },
  guards: ['filler_text'],
  evaluate({ words: forbidden }, { output }) {
    const said = new Set(words(output).map(folded));
    const found = forbidden.find((word) => said.has(folded(word)));
    return unless(found === undefined ? undefined : `The word "${found}" occurs.`);
  },
});
