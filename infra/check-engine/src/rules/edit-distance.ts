import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';

export const editDistance = defineRule({
  rule: 'edit_distance',
  meaning:
    'So many insertions, deletions and substitutions of one character (UTF-16) at most turn the output into this text (Levenshtein distance).',
  parameters: z.strictObject({ text: z.string().max(10_000), max: z.number().min(0).max(10_000) }),
  example: { text: 'hello world', max: 5 },
  guards: ['wrong_value', 'filler_text', 'truncate', 'empty', 'refusal'],
  evaluate({ text, max }, { output }) {
    const expected = `at most ${max} edits from ${told(text)}`;
    const least = Math.abs(output.length - text.length);
    if (least > max) return unless({ found: `at least ${least}`, expected }); // so no long output is looked at
    const edits = distance(output, text);
    return unless(edits > max ? { found: String(edits), expected } : undefined);
  },
});
