import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { insideFence } from '../fence.ts';
import { defineRule } from '../rule.ts';

export const onlyCodeBlock = defineRule({
  rule: 'only_code_block',
  meaning: 'The output is one fenced code block and nothing else, of this language if one is named.',
  parameters: z.strictObject({ language: z.string().min(1).max(40).optional() }),
  example: { language: 'sql' },
  guards: ['filler_text', 'broken_format', 'refusal', 'empty'],
  evaluate({ language }, { output }) {
    const block = insideFence(output);
    if (!block) return unless({ found: 'no fence around the whole output', expected: 'one code block alone' });
    const named = language === undefined || block.language.toLowerCase() === language.toLowerCase();
    return unless(
      named ? undefined : { found: `a block of ${told(block.language)}`, expected: `one of ${told(language)}` },
    );
  },
});
