import { compileSchema, type SchemaNode } from 'json-schema-library';
import { z } from 'zod';
import { fail, pass, shown, told } from '../evaluation.ts';
import { placeOf } from '../items.ts';
import { counted, dialect } from '../json-schema/dialect.ts';
import { objectionToSchema } from '../json-schema/objection.ts';
import { defineRule } from '../rule.ts';

type Schema = Record<string, unknown>;

const kept = new WeakMap<Schema, SchemaNode>();

function compiled(schema: Schema): SchemaNode {
  const known = kept.get(schema);
  if (known) return known;
  const { $id, ...rest } = schema; // all references are local, so a name of the whole leads nowhere
  void $id;
  const made = compileSchema(rest, { drafts: [dialect], formatAssertion: false });
  kept.set(schema, made);
  return made;
}

export const jsonSchema = defineRule({
  rule: 'json_schema',
  meaning:
    'The JSON value of the output is valid under this JSON Schema 2020-12: one document with local references and RE2 patterns; "format" is not asserted, use date_format or field_pattern.',
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
    const { errors } = counted(() => compiled(schema).validate(parsed));
    const [first] = errors;
    if (!first) return pass();
    const { pointer, value } = first.data as { pointer: string; value?: unknown };
    return fail({
      found: `${told(value)} at ${shown(pointer)}: ${shown(first.message)}`,
      expected: 'what the schema says',
      span: placeOf(output, value),
    });
  },
});
