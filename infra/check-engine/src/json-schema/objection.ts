import { compileSchema } from 'json-schema-library';
import { remotes } from 'json-schema-library/remotes';
import { Pattern } from '../pattern.ts';
import { dialect } from './dialect.ts';
import { besides, schemasIn, target } from './places.ts';

type Schema = Record<string, unknown>;

const MOST_SCHEMAS = 1_000;
const MOST_VALUES = 1_000;
const LARGEST_COUNT = 1_000_000;
const MOST_WORK = 5_000;
/** The meta-schema is several documents; the library brings them along. */
const META_SCHEMAS = remotes.filter(({ $id }) => String($id).includes('/draft/2020-12/'));
const META = 'https://json-schema.org/draft/2020-12/schema';
const COUNTS = /^(?:min|max)(?:Items|Length|Properties|Contains)$/;

let meta: ReturnType<typeof compileSchema> | undefined;
const metaSchema = () =>
  (meta ??= compileSchema({ $ref: META }, { drafts: [dialect], remotes: META_SCHEMAS, formatAssertion: false }));

/** The references of a schema, and why one cannot be followed. */
function referred(schema: Schema, root: Schema, all: ReadonlySet<Schema>): { to: unknown[]; objection?: string } {
  const to: unknown[] = [];
  for (const keyword of ['$ref', '$dynamicRef']) {
    const reference = schema[keyword];
    if (typeof reference !== 'string') continue;
    if (!reference.startsWith('#'))
      return { to, objection: `${keyword} "${reference}" leads out of the schema; nothing is fetched` };
    const found = target(root, reference, all);
    if (typeof found !== 'boolean' && !all.has(found as Schema))
      return { to, objection: `${keyword} "${reference}" points at no schema` };
    to.push(found);
    if (keyword === '$dynamicRef') to.push(...[...all].filter((one) => one['$dynamicAnchor'] === reference.slice(1)));
  }
  return { to };
}

/** How many schemas are held against one value, at most; Infinity where that has no end. */
function work(root: Schema, all: ReadonlySet<Schema>): number {
  const known = new Map<Schema, number>();
  const of = (schema: Schema): number => {
    const before = known.get(schema);
    if (before !== undefined) return before;
    known.set(schema, Infinity); // until it is known: who asks again is in a circle
    const next = [...besides(schema), ...referred(schema, root, all).to].filter((one) => typeof one === 'object');
    const sum = next.reduce<number>((total, one) => total + of(one as Schema), 1);
    known.set(schema, sum);
    return sum;
  };
  return [...all].reduce((most, schema) => Math.max(most, of(schema)), 0);
}

function ofOne(schema: Schema, root: Schema, all: ReadonlySet<Schema>): string | undefined {
  if (schema !== root && schema['$id'] !== undefined)
    return '"$id" below the root makes a second document, which is not supported';
  if (schema['$vocabulary'] !== undefined) return '"$vocabulary" is not supported';
  if (Array.isArray(schema['enum']) && schema['enum'].length > MOST_VALUES)
    return `"enum" may have ${MOST_VALUES} values at most`;
  for (const [keyword, value] of Object.entries(schema))
    if (COUNTS.test(keyword) && typeof value === 'number' && value > LARGEST_COUNT)
      return `"${keyword}" may be ${LARGEST_COUNT} at most`;
  const patterns = [schema['pattern'], ...Object.keys((schema['patternProperties'] as object | undefined) ?? {})];
  for (const pattern of patterns) {
    const read = pattern === undefined ? undefined : Pattern.safeParse(pattern);
    if (read && !read.success) return `the pattern ${JSON.stringify(pattern)} ${read.error.issues[0]!.message}`;
  }
  return referred(schema, root, all).objection;
}

/** Why a schema is not taken: it is none, leads out of itself, or would make a run long. */
export function objectionToSchema(root: Schema): string | undefined {
  const draft = root['$schema'];
  if (draft !== undefined && String(draft).replace(/#$/, '') !== META) return `"$schema" is not ${META}`;
  const all = schemasIn(root);
  if (all.size > MOST_SCHEMAS) return `a schema may hold ${MOST_SCHEMAS} schemas at most`;
  const { errors } = metaSchema().validate(root);
  if (errors.length > 0) return `is no JSON Schema: ${errors[0]!.message}`;
  for (const schema of all) {
    const objection = ofOne(schema, root, all);
    if (objection !== undefined) return objection;
  }
  const most = work(root, all);
  if (most === Infinity) return 'a schema refers to itself without going deeper';
  return most > MOST_WORK ? 'the schemas multiply each other' : undefined;
}
