import { z } from 'zod';
import { told } from '../evaluation.ts';
import { fieldOf, inItem, withItems } from '../items.ts';
import { Fields } from '../parameters.ts';
import { defineRule } from '../rule.ts';

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

export const requiredFields = defineRule({
  rule: 'required_fields',
  meaning: 'Every item has these fields, and none of them is empty.',
  parameters: z.strictObject({ fields: Fields }),
  example: { fields: ['owner', 'action'] },
  guards: ['missing_field', 'empty'],
  evaluate: ({ fields }, context) =>
    withItems(context, (items) => {
      for (const [at, item] of items.entries()) {
        const empty = fields.find((field) => isEmpty(fieldOf(item, field)));
        if (empty !== undefined) return inItem(at, `${told(empty)} missing or empty`, `all of ${told(fields)}`);
      }
      return undefined;
    }),
});
