import { z } from 'zod';
import { fail, pass } from '../evaluation.ts';
import { objectionUnder, Schema } from '../json-schema/held.ts';
import { objectsIn } from '../json-objects.ts';
import { defineRule } from '../rule.ts';

export const containsJson = defineRule({
  rule: 'contains_json',
  meaning: 'Somewhere in the output stands a JSON object, valid under this JSON Schema 2020-12 if there is one.',
  parameters: z.strictObject({ schema: Schema.optional() }),
  example: { schema: { type: 'object', required: ['latitude', 'longitude'] } },
  guards: ['broken_format', 'missing_field', 'wrong_type', 'truncate', 'empty', 'refusal'],
  evaluate({ schema }, { output }) {
    const objects = objectsIn(output);
    const [first] = objects;
    if (!first) return fail({ found: 'no JSON object', expected: 'one' });
    const objections = objects.map(({ value }) => schema && objectionUnder(schema, value, output));
    const valid = objections.indexOf(undefined);
    if (valid < 0) return fail(objections[0]!);
    const { start, end } = objects[valid]!;
    return pass('', { start, end });
  },
});
