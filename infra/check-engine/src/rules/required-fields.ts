import { z } from 'zod';
import { everyItem, fieldOf } from '../items.ts';
import { defineRule } from '../rule.ts';

export const requiredFields = defineRule({
  rule: 'required_fields',
  meaning: 'Every item has these fields, and none of them is empty.',
  parameters: z.strictObject({ fields: z.array(z.string().min(1)).min(1).max(50) }),
  example: { fields: ['owner', 'action'] },
  guards: ['missing_field', 'empty'],
  evaluate: ({ fields }, context) =>
    everyItem(context, (item) => {
      const missing = fields.find((field) => {
        const value = fieldOf(item, field);
        return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
      });
      return missing === undefined ? undefined : `the field "${missing}" is missing or empty.`;
    }),
});
