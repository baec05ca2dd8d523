import { z } from 'zod';
import { told } from '../evaluation.ts';
import { fieldOf, inItem, placeOf, withItems } from '../items.ts';
import { near, numberOf } from '../numbers.ts';
import { Field } from '../parameters.ts';
import { defineRule } from '../rule.ts';

const COMPUTED = {
  sum: (numbers: readonly number[]) => numbers.reduce((a, b) => a + b),
  difference: (numbers: readonly number[]) => numbers.reduce((a, b) => a - b),
  product: (numbers: readonly number[]) => numbers.reduce((a, b) => a * b),
  quotient: (numbers: readonly number[]) => numbers.reduce((a, b) => a / b),
};

export const fieldArithmetic = defineRule({
  rule: 'field_arithmetic',
  meaning:
    'In every item that has these fields, one of them is the sum, difference, product or quotient of the others.',
  parameters: z.strictObject({
    result: Field,
    operation: z.enum(['sum', 'difference', 'product', 'quotient']),
    of: z.array(Field).min(2).max(20),
    tolerance: z.number().min(0).default(0),
  }),
  example: { result: 'total', operation: 'product', of: ['price', 'quantity'], tolerance: 0.005 },
  guards: ['wrong_value', 'wrong_type'],
  evaluate: ({ result, operation, of, tolerance }, context) =>
    withItems(context, (items) => {
      for (const [at, item] of items.entries()) {
        const given = [result, ...of].map((field) => fieldOf(item, field));
        if (given.some((value) => value === undefined || value === null)) continue;
        const [said, ...operands] = given.map(numberOf);
        const known = operands.filter((value) => value !== undefined);
        const right = known.length === of.length ? COMPUTED[operation](known) : NaN;
        if (said !== undefined && near(said, right, tolerance)) continue;
        const expected = Number.isFinite(right) ? `${right}, the ${operation}` : `numbers that have a ${operation}`;
        return inItem(at, `${told(result)} ${told(given[0])}`, expected, placeOf(context.output, given[0]));
      }
      return undefined;
    }),
});
