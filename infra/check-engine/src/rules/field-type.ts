import { z } from 'zod';
import { everyItem, fieldOf } from '../items.ts';
import { defineRule } from '../rule.ts';

const isDate = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  new Date(`${value}T00:00:00Z`).toISOString?.().startsWith(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => {
    try {
      return isDate(value);
    } catch {
      return false; // a day that no calendar has
    }
  },
};

export const fieldType = defineRule({
  rule: 'field_type',
  meaning: 'A field of every item is of this type; a date is an ISO 8601 day such as 2026-11-24.',
  parameters: z.strictObject({
    field: z.string().min(1),
    type: z.enum(['string', 'number', 'boolean', 'date']),
    nullable: z.boolean().default(false),
  }),
  example: { field: 'due', type: 'date', nullable: true },
  guards: ['wrong_type'],
  evaluate: ({ field, type, nullable }, context) =>
    everyItem(context, (item) => {
      const value = fieldOf(item, field);
      if (nullable && (value === null || value === undefined)) return undefined;
      return TYPES[type]!(value) ? undefined : `"${field}" is ${JSON.stringify(value)}, expected a ${type}.`;
    }),
});
