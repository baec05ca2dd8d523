import { z } from 'zod';
import { everyField } from '../items.ts';
import { Field } from '../parameters.ts';
import { matches, Pattern } from '../pattern.ts';
import { defineRule } from '../rule.ts';

export const fieldPattern = defineRule({
  rule: 'field_pattern',
  meaning: 'A field of every item is a text that matches this RE2 pattern somewhere; null is let pass if it may be.',
  parameters: z.strictObject({ field: Field, pattern: Pattern, nullable: z.boolean().default(false) }),
  example: { field: 'ticket', pattern: '^[A-Z]+-[0-9]+$' },
  guards: ['wrong_value', 'wrong_type', 'broken_format'],
  evaluate: ({ field, pattern, nullable }, context) =>
    everyField(
      context,
      field,
      `a match of ${pattern}`,
      (value) =>
        (nullable && (value === null || value === undefined)) || (typeof value === 'string' && matches(pattern, value)),
    ),
});
