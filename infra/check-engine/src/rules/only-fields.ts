import { z } from 'zod';
import { told } from '../evaluation.ts';
import { inItem, placeOf, withItems } from '../items.ts';
import { Fields } from '../parameters.ts';
import { defineRule } from '../rule.ts';

export const onlyFields = defineRule({
  rule: 'only_fields',
  meaning: 'No item has a field that is not named here.',
  parameters: z.strictObject({ fields: Fields }),
  example: { fields: ['owner', 'action', 'due'] },
  guards: ['invent', 'broken_format'],
  evaluate: ({ fields }, context) =>
    withItems(context, (items) => {
      const known = new Set(fields);
      for (const [at, item] of items.entries()) {
        if (typeof item !== 'object' || item === null || Array.isArray(item)) continue;
        const other = Object.keys(item).find((field) => !known.has(field));
        if (other !== undefined)
          return inItem(at, `the field ${told(other)}`, `only ${told(fields)}`, placeOf(context.output, other));
      }
      return undefined;
    }),
});
