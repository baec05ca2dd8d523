export type Schema = Record<string, unknown>;

const ONE = ['not', 'if', 'then', 'else'];
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const INNER_ONE = [
  'items',
  'contains',
  'additionalProperties',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
];
const INNER_MAPS = ['properties', 'patternProperties', '$defs', 'definitions'];

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const mapped = (value: unknown): unknown[] => (isSchema(value) ? Object.values(value) : []);

/** The schemas in a schema that are held against the same value as it is. */
export const besides = (schema: Schema): Schema[] =>
  [
    ...ONE.map((keyword) => schema[keyword]),
    ...LISTS.flatMap((keyword) => listed(schema[keyword])),
    ...mapped(schema['dependentSchemas']),
  ].filter(isSchema);

/** The schemas in a schema that are held against parts of the value, or against nothing until they are referred to. */
const inside = (schema: Schema): Schema[] =>
  [
    ...INNER_ONE.map((keyword) => schema[keyword]),
    ...listed(schema['prefixItems']),
    ...INNER_MAPS.flatMap((keyword) => mapped(schema[keyword])),
  ].filter(isSchema);

/** Every schema in a schema, itself first. */
export function schemasIn(root: Schema): Set<Schema> {
  const found = new Set([root]);
  for (const schema of found) for (const inner of [...besides(schema), ...inside(schema)]) found.add(inner);
  return found;
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // no escapes that can be read: the text as it stands
  }
};

/** What a reference within the document points at; undefined where that is nothing. */
export function target(root: Schema, reference: string, all: ReadonlySet<Schema>): unknown {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) {
    const anchor = reference.slice(1);
    return [...all].find((schema) => schema['$anchor'] === anchor || schema['$dynamicAnchor'] === anchor);
  }
  let at: unknown = root;
  for (const part of reference.slice(2).split('/')) {
    const key = decoded(part).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Schema)[key];
  }
  return at;
}
