import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { folded, foldedOf, trimmed } from '../text.ts';

export const repeatsPrompt = defineRule({
  rule: 'repeats_prompt',
  meaning:
    'The output begins with this text word for word, or with its input where no text is given, and then goes on.',
  parameters: z.strictObject({ prompt: z.string().min(1).max(20_000).optional() }),
  example: { prompt: 'Write a poem about a curious cat.' },
  guards: ['drop', 'wrong_style', 'empty'],
  evaluate({ prompt }, context) {
    const asked = folded(prompt ?? context.input);
    const said = foldedOf(context);
    if (asked !== '' && said.startsWith(asked)) return unless(undefined);
    const { start } = trimmed(context.output);
    const span = { start, end: Math.min(context.output.length, start + 40) };
    return unless({ found: told(context.output.slice(span.start, span.end)), expected: told(asked), span });
  },
});
