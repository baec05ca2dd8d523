import { matches } from '../pattern.ts';
import { isObject, type Fields } from './assertions.ts';
import type { Schema } from './places.ts';

/** Which parts of a value a schema has looked at: what is left is unevaluated. */
export class Seen {
  readonly parts = new Set<string | number>();

  add(other: Seen): void {
    for (const part of other.parts) this.parts.add(part);
  }
}

/** Where a value does not hold, and what of the schema it does not hold against. */
export interface Violation {
  readonly pointer: string;
  readonly value: unknown;
  readonly keyword: string;
  readonly given: unknown;
}

/** A schema held against a value, as a keyword of it sees that. */
export interface Holding {
  readonly schema: Schema;
  readonly pointer: string;
  readonly seen: Seen;
  /** Holds another schema against the same value; what it sees counts only if it holds. */
  readonly here: (schema: unknown, value: unknown) => Violation | undefined;
  /** Holds a schema against a part of the value. */
  readonly part: (schema: unknown, value: unknown, name: string | number) => Violation | undefined;
  readonly fails: (keyword: string) => Violation;
  readonly target: (reference: string) => unknown;
}

type Apply<Given> = (given: Given, value: unknown, at: Holding) => Violation | undefined;
type ByName = Readonly<Record<string, unknown>>;

function first<T>(all: Iterable<T>, violation: (one: T) => Violation | undefined): Violation | undefined {
  for (const one of all) {
    const found = violation(one);
    if (found) return found;
  }
  return undefined;
}

const ofFields =
  <Given>(apply: (given: Given, value: Fields, at: Holding) => Violation | undefined): Apply<Given> =>
  (given, value, at) =>
    isObject(value) ? apply(given, value, at) : undefined;
const ofItems =
  <Given>(apply: (given: Given, value: readonly unknown[], at: Holding) => Violation | undefined): Apply<Given> =>
  (given, value, at) =>
    Array.isArray(value) ? apply(given, value, at) : undefined;

const refer: Apply<string> = (given, value, { here, target }) => here(target(given), value);

const isNamed = (name: string, { properties, patternProperties }: Schema): boolean =>
  Object.hasOwn((properties ?? {}) as object, name) ||
  Object.keys((patternProperties ?? {}) as object).some((pattern) => matches(pattern, name));

/** Keywords that hold other schemas against a value or its parts. */
export const APPLICATORS: Readonly<Record<string, Apply<never>>> = {
  $ref: refer,
  $dynamicRef: refer, // the same within one document
  allOf: (given: readonly unknown[], value, { here }) => first(given, (schema) => here(schema, value)),
  anyOf: (given: readonly unknown[], value, { here, fails }) =>
    given.filter((schema) => !here(schema, value)).length > 0 ? undefined : fails('anyOf'),
  oneOf: (given: readonly unknown[], value, { here, fails }) =>
    given.filter((schema) => !here(schema, value)).length === 1 ? undefined : fails('oneOf'),
  not: (given: unknown, value, { here, fails }) => (here(given, value) ? undefined : fails('not')),
  if: (given: unknown, value, { here, schema }) =>
    here((here(given, value) ? schema['else'] : schema['then']) ?? true, value),
  dependentSchemas: ofFields((given: ByName, value, { here }) =>
    first(Object.entries(given), ([name, schema]) => (Object.hasOwn(value, name) ? here(schema, value) : undefined)),
  ),
  properties: ofFields((given: ByName, value, { part }) =>
    first(Object.entries(given), ([name, schema]) =>
      Object.hasOwn(value, name) ? part(schema, value[name], name) : undefined,
    ),
  ),
  patternProperties: ofFields((given: ByName, value, { part }) =>
    first(Object.entries(given), ([pattern, schema]) =>
      first(Object.entries(value), ([name, inner]) => (matches(pattern, name) ? part(schema, inner, name) : undefined)),
    ),
  ),
  additionalProperties: ofFields((given: unknown, value, { part, schema }) =>
    first(Object.entries(value), ([name, inner]) => (isNamed(name, schema) ? undefined : part(given, inner, name))),
  ),
  propertyNames: ofFields((given: unknown, value, { here, fails }) =>
    Object.keys(value).some((name) => here(given, name)) ? fails('propertyNames') : undefined,
  ),
  prefixItems: ofItems((given: readonly unknown[], value, { part }) =>
    first(given.slice(0, value.length).entries(), ([at, schema]) => part(schema, value[at], at)),
  ),
  items: ofItems((given: unknown, value, { part, schema }) => {
    const before = Array.isArray(schema['prefixItems']) ? schema['prefixItems'].length : 0;
    return first(value.entries(), ([at, inner]) => (at < before ? undefined : part(given, inner, at)));
  }),
  contains: ofItems((given: unknown, value, { part, schema, fails }) => {
    const { minContains = 1, maxContains = Infinity } = schema as { minContains?: number; maxContains?: number };
    const count = value.filter((inner, at) => !part(given, inner, at)).length;
    return count >= minContains && count <= maxContains ? undefined : fails('contains');
  }),
  unevaluatedItems: ofItems((given: unknown, value, { part, seen }) =>
    first(value.entries(), ([at, inner]) => (seen.parts.has(at) ? undefined : part(given, inner, at))),
  ),
  unevaluatedProperties: ofFields((given: unknown, value, { part, seen }) =>
    first(Object.entries(value), ([name, inner]) => (seen.parts.has(name) ? undefined : part(given, inner, name))),
  ),
};
