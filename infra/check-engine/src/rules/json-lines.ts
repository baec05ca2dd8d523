import { z } from 'zod';
import { counting, outside } from '../bounds.ts';
import { shown, unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { linesOf } from '../text.ts';

export const jsonLines = defineRule({
  rule: 'json_lines',
  meaning: 'Every line of the output that is not blank is a JSON value, and there are as many as asked.',
  parameters: counting({ objects: z.boolean().default(true).describe('Every value is an object.') }),
  example: { min: 1 },
  guards: ['broken_format', 'code_fence', 'filler_text', 'truncate', 'empty'],
  evaluate({ objects, ...within }, context) {
    const filled = linesOf(context).filter(({ text }) => text.trim() !== '');
    for (const line of filled) {
      try {
        const value: unknown = JSON.parse(line.text);
        if (objects && (typeof value !== 'object' || value === null || Array.isArray(value)))
          return unless({ found: 'a line that is no object', expected: 'an object a line', span: line });
      } catch (error) {
        return unless({ found: shown((error as Error).message), expected: 'JSON on every line', span: line });
      }
    }
    return unless(outside(filled.length, within, 'lines', filled));
  },
});
