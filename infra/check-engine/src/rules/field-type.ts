import { z } from 'zod';
import { everyField } from '../items.ts';
import { Field } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { isDay } from '../time.ts';

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  date: (value) => typeof value === 'string' && isDay(value),
};

export const fieldType = defineRule({
  rule: 'field_type',
  meaning: 'A field of every item is of this type; a date is an ISO 8601 day such as 2026-11-24.',
  parameters: z.strictObject({
    field: Field,
    type: z.enum(['string', 'number', 'integer', 'boolean', 'array', 'object', 'date']),
    nullable: z.boolean().default(false),
  }),
  example: { field: 'due', type: 'date', nullable: true },
  guards: ['wrong_type'],
  evaluate: ({ field, type, nullable }, context) =>
    everyField(
      context,
      field,
      `a value of type ${type}`,
      (value) => (nullable && (value === null || value === undefined)) || TYPES[type]!(value),
    ),
});
