import { z } from 'zod';
import { isWritten, patternOf } from '../date-format.ts';
import { everyField } from '../items.ts';
import { Field } from '../parameters.ts';
import { defineRule } from '../rule.ts';

const Format = z
  .string()
  .max(40)
  .refine((format) => patternOf(format) !== undefined, {
    error: 'has none of the parts of a date, or one of them twice',
  });

export const dateFormat = defineRule({
  rule: 'date_format',
  meaning:
    'A field of every item is a date or time that there is, written so: YYYY, MM or M, DD or D, HH or H, mm, ss, SSS, ZZ; null is let pass if it may be.',
  parameters: z.strictObject({ field: Field, format: Format, nullable: z.boolean().default(false) }),
  example: { field: 'due', format: 'DD.MM.YYYY' },
  guards: ['wrong_type', 'wrong_value', 'broken_format'],
  evaluate({ field, format, nullable }, context) {
    const pattern = patternOf(format)!;
    return everyField(
      context,
      field,
      `a date or time written ${format}`,
      (value) =>
        (nullable && (value === null || value === undefined)) ||
        (typeof value === 'string' && isWritten(value, pattern)),
    );
  },
});
