import { Pattern } from '../pattern.ts';
import { Keywords } from './keywords.ts';
import { besides, schemasIn, target, type Schema } from './places.ts';

const MOST_SCHEMAS = 1_000;
const MOST_WORK = 5_000;
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** What the references of a schema point at, or why one cannot be followed. */
function referred(schema: Schema, root: Schema, all: ReadonlySet<Schema>): unknown[] | string {
  const found: unknown[] = [];
  for (const keyword of ['$ref', '$dynamicRef']) {
    const reference = schema[keyword];
    if (typeof reference !== 'string') continue;
    if (!reference.startsWith('#')) return `${keyword} "${reference}" leads out of the schema; nothing is fetched`;
    const one = target(root, reference, all);
    if (typeof one !== 'boolean' && !all.has(one as Schema)) return `${keyword} "${reference}" points at no schema`;
    found.push(one);
  }
  return found;
}

/** How many schemas are held against one value, at most; Infinity where that has no end. */
function work(root: Schema, all: ReadonlySet<Schema>): number {
  const known = new Map<Schema, number>();
  const of = (schema: Schema): number => {
    const before = known.get(schema);
    if (before !== undefined) return before;
    known.set(schema, Infinity); // until it is known: who asks again is in a circle
    const next = [...besides(schema), ...referred(schema, root, all)].filter((one) => typeof one === 'object');
    const sum = next.reduce<number>((total, one) => total + of(one as Schema), 1);
    known.set(schema, sum);
    return sum;
  };
  return [...all].reduce((most, schema) => Math.max(most, of(schema)), 0);
}

function ofPattern(pattern: unknown): string | undefined {
  const read = Pattern.safeParse(pattern);
  return read.success ? undefined : `the pattern ${JSON.stringify(pattern)} ${read.error.issues[0]!.message}`;
}

function ofOne(schema: Schema, root: Schema, all: ReadonlySet<Schema>): string | undefined {
  const read = Keywords.safeParse(schema);
  if (!read.success) {
    const { path, message } = read.error.issues[0]!;
    return `"${path.map(String).join('/')}": ${message}`;
  }
  const { $id, pattern, patternProperties = {} } = read.data;
  if (schema !== root && $id !== undefined)
    return '"$id" below the root makes a second document, which is not supported';
  const patterns = [...(pattern === undefined ? [] : [pattern]), ...Object.keys(patternProperties)];
  for (const one of patterns) {
    const objection = ofPattern(one);
    if (objection !== undefined) return objection;
  }
  const references = referred(schema, root, all);
  return typeof references === 'string' ? references : undefined;
}

/** Why a schema is not taken: it is none, leads out of itself, or would make a run long. */
export function objectionToSchema(root: Schema): string | undefined {
  const dialect = root['$schema'];
  if (dialect !== undefined && String(dialect).replace(/#$/, '') !== DIALECT) return `"$schema" is not ${DIALECT}`;
  const all = schemasIn(root);
  if (all.size > MOST_SCHEMAS) return `a schema may hold ${MOST_SCHEMAS} schemas at most`;
  for (const schema of all) {
    const objection = ofOne(schema, root, all);
    if (objection !== undefined) return objection;
  }
  const most = work(root, all);
  if (most === Infinity) return 'a schema refers to itself without going deeper';
  return most > MOST_WORK ? 'the schemas multiply each other' : undefined;
}
