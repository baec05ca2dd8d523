import { z } from 'zod';
import { fail, pass, shown, told } from '../evaluation.ts';
import { placeOf } from '../items.ts';
import { Interpreter } from '../json-schema/interpret.ts';
import { objectionToSchema } from '../json-schema/objection.ts';
import { defineRule } from '../rule.ts';

const kept = new WeakMap<object, Interpreter>();

function interpreter(schema: Record<string, unknown>): Interpreter {
  const made = kept.get(schema) ?? new Interpreter(schema);
  kept.set(schema, made);
  return made;
}

export const jsonSchema = defineRule({
  rule: 'json_schema',
  meaning:
    'The JSON value of the output is valid under this JSON Schema 2020-12: one document, references within it, RE2 patterns; "format" is not asserted (use date_format or field_pattern).',
  parameters: z.strictObject({
    schema: z.record(z.string(), z.unknown()).superRefine((schema, issues) => {
      const objection = objectionToSchema(schema);
      if (objection !== undefined) issues.addIssue({ code: 'custom', message: objection });
    }),
  }),
  example: { schema: { type: 'object', required: ['items'], properties: { items: { type: 'array', minItems: 1 } } } },
  guards: ['broken_format', 'missing_field', 'wrong_type', 'wrong_value', 'truncate', 'empty', 'refusal'],
  evaluate({ schema }, { parsed, output }) {
    if (parsed === undefined) return fail({ found: 'no JSON value that can be read', expected: 'one' });
    const violation = interpreter(schema).violation(parsed);
    if (!violation) return pass();
    const { pointer, value, keyword, given } = violation;
    const span = placeOf(output, value);
    return fail({ found: `${told(value)} at ${shown(pointer)}`, expected: `"${keyword}": ${told(given)}`, span });
  },
});
