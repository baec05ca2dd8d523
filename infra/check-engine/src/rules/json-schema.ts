import { z } from 'zod';
import { fail, unless } from '../evaluation.ts';
import { objectionUnder, Schema } from '../json-schema/held.ts';
import { defineRule } from '../rule.ts';

export const jsonSchema = defineRule({
  rule: 'json_schema',
  meaning:
    'The JSON value of the output is valid under this JSON Schema 2020-12: one document, references within it, RE2 patterns; "format" is not asserted (use date_format or field_pattern).',
  parameters: z.strictObject({ schema: Schema }),
  example: { schema: { type: 'object', required: ['items'], properties: { items: { type: 'array', minItems: 1 } } } },
  guards: ['broken_format', 'missing_field', 'wrong_type', 'wrong_value', 'truncate', 'empty', 'refusal'],
  evaluate({ schema }, { parsed, output }) {
    if (parsed === undefined) return fail({ found: 'no JSON value that can be read', expected: 'one' });
    return unless(objectionUnder(schema, parsed, output));
  },
});
