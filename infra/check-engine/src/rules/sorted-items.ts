import { z } from 'zod';
import { told } from '../evaluation.ts';
import { fieldOf, inItem, placeOf, withItems } from '../items.ts';
import { numberOf } from '../numbers.ts';
import { Field } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded } from '../text.ts';
import { seconds } from '../time.ts';

const READ = {
  number: numberOf,
  time: seconds,
  text: (value: unknown) => (typeof value === 'string' ? folded(value) : undefined),
};

export const sortedItems = defineRule({
  rule: 'sorted_items',
  meaning:
    'The items stand in the order of this field, read as a number, a time or a text; items without it are passed over.',
  parameters: z.strictObject({
    field: Field,
    as: z.enum(['number', 'time', 'text']).default('number'),
    order: z.enum(['ascending', 'descending']).default('ascending'),
    strict: z.boolean().default(false).describe('No two are equal.'),
  }),
  example: { field: 'start', as: 'time' },
  guards: ['swap'],
  evaluate: ({ field, as, order, strict }, context) =>
    withItems(context, (items) => {
      let last: string | number | undefined;
      for (const [at, item] of items.entries()) {
        const value = fieldOf(item, field);
        const key = READ[as](value);
        if (key === undefined) continue;
        const wrong =
          last !== undefined && ((order === 'ascending' ? key < last : key > last) || (strict && key === last));
        if (wrong) return inItem(at, told(value), `${order} order of ${told(field)}`, placeOf(context.output, value));
        last = key;
      }
      return undefined;
    }),
});
