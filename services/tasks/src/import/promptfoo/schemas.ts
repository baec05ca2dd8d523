import { isRecord } from './sited.ts';
import { Unmapped } from './notices.ts';

const ONE = ['additionalProperties', 'contains', 'else', 'if', 'items', 'not', 'propertyNames', 'then'];
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const BY_NAME = ['$defs', 'definitions', 'patternProperties', 'properties'];
const PLAIN = [
  ...[
    '$comment',
    '$id',
    '$ref',
    'const',
    'default',
    'deprecated',
    'description',
    'enum',
    'examples',
    'readOnly',
    'title',
  ],
  ...['exclusiveMaximum', 'exclusiveMinimum', 'maximum', 'minimum', 'multipleOf', 'type', 'writeOnly'],
  ...['maxItems', 'maxLength', 'maxProperties', 'minItems', 'minLength', 'minProperties'],
  ...['pattern', 'required', 'uniqueItems'],
];
const DRAFT_7 = /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/;

/** A schema that means the same in draft 7, as promptfoo reads it, and in 2020-12; other keywords are refused by name. */
export function schemaOf(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) throw new Unmapped('has a schema that is no object');
  const { $schema, ...schema } = value;
  if ($schema !== undefined && !DRAFT_7.test(String($schema)))
    throw new Unmapped(`has a schema of ${String($schema)}, not of draft 7`);
  alike(schema);
  return schema;
}

function alike(schema: unknown): void {
  if (typeof schema === 'boolean') return;
  if (!isRecord(schema)) throw new Unmapped('has a list of schemas where 2020-12 takes one');
  for (const [keyword, inner] of Object.entries(schema)) {
    if (ONE.includes(keyword)) alike(inner);
    else if (LISTS.includes(keyword) && Array.isArray(inner)) inner.forEach(alike);
    else if (BY_NAME.includes(keyword) && isRecord(inner)) Object.values(inner).forEach(alike);
    else if (!PLAIN.includes(keyword))
      throw new Unmapped(`has a schema with "${keyword}", which is not asserted here as promptfoo does`);
  }
}
