import { z } from 'zod';
import { bounding, wanted } from '../bounds.ts';
import { told } from '../evaluation.ts';
import { fieldOf, inItem, withItems } from '../items.ts';
import { numberOf } from '../numbers.ts';
import { Field } from '../parameters.ts';
import { defineRule } from '../rule.ts';

const bound = z.number().optional();

export const fieldSum = defineRule({
  rule: 'field_sum',
  meaning: 'A field summed over all items lies within these bounds; null counts nothing.',
  parameters: bounding(z.strictObject({ field: Field, min: bound, max: bound })),
  example: { field: 'share', min: 99.5, max: 100.5 },
  guards: ['wrong_value', 'drop', 'invent', 'duplicate'],
  evaluate: ({ field, ...within }, context) =>
    withItems(context, (items) => {
      let sum = 0;
      for (const [at, item] of items.entries()) {
        const value = fieldOf(item, field);
        if (value === null || value === undefined) continue;
        const number = numberOf(value);
        if (number === undefined) return inItem(at, `${told(field)} ${told(value)}`, 'a number');
        sum += number;
      }
      const { min = -Infinity, max = Infinity } = within;
      const rounded = Number(sum.toPrecision(12));
      if (rounded >= min && rounded <= max) return undefined;
      return { found: `the sum ${rounded}`, expected: wanted(within) };
    }),
});
