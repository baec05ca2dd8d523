import { counting, wanted } from '../bounds.ts';
import { everyField } from '../items.ts';
import { Field } from '../parameters.ts';
import { defineRule } from '../rule.ts';

export const fieldLength = defineRule({
  rule: 'field_length',
  meaning: 'A field of every item is a text of so many characters, or a list of so many values; null is let pass.',
  parameters: counting({ field: Field }),
  example: { field: 'action', min: 5, max: 120 },
  guards: ['truncate', 'filler_text', 'empty'],
  evaluate: ({ field, ...within }, context) =>
    everyField(context, field, `a length of ${wanted(within)}`, (value) => {
      if (value === null || value === undefined) return true;
      if (typeof value !== 'string' && !Array.isArray(value)) return false;
      const length = typeof value === 'string' ? [...value].length : value.length;
      return length >= (within.min ?? 0) && length <= (within.max ?? Infinity);
    }),
});
