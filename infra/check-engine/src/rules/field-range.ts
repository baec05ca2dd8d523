import { z } from 'zod';
import { bounding, wanted } from '../bounds.ts';
import { everyField } from '../items.ts';
import { numberOf } from '../numbers.ts';
import { Field } from '../parameters.ts';
import { defineRule } from '../rule.ts';

const bound = z.number().optional();

export const fieldRange = defineRule({
  rule: 'field_range',
  meaning: 'A field of every item is a number within these bounds; null is let pass if it may be.',
  parameters: bounding(z.strictObject({ field: Field, min: bound, max: bound, nullable: z.boolean().default(false) })),
  example: { field: 'confidence', min: 0, max: 1 },
  guards: ['wrong_value', 'wrong_type'],
  evaluate({ field, nullable, ...within }, context) {
    const { min = -Infinity, max = Infinity } = within;
    return everyField(context, field, `a number, ${wanted(within)}`, (value) => {
      if (nullable && (value === null || value === undefined)) return true;
      const number = numberOf(value);
      return number !== undefined && number >= min && number <= max;
    });
  },
});
