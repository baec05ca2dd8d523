import { canonical } from '@taskbench/contracts';
import { matches } from '../pattern.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  array: Array.isArray,
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
  null: (value) => value === null,
  number: (value) => typeof value === 'number',
  object: isObject,
  string: (value) => typeof value === 'string',
};

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;
const same = (a: unknown, b: unknown): boolean =>
  a === b || (!isPlain(a) && !isPlain(b) && canonical(a) === canonical(b));

function isMultiple(value: number, of: number): boolean {
  const times = value / of;
  return Number.isFinite(times) && Math.abs(times - Math.round(times)) <= 1e-9 * Math.max(1, Math.abs(times));
}

/** A keyword that says something of values of one kind, and nothing of others. */
const ofNumber = (holds: (value: number, given: number) => boolean) => (given: number, value: unknown) =>
  typeof value !== 'number' || holds(value, given);
const ofText =
  <Given>(holds: (value: string, given: Given) => boolean) =>
  (given: Given, value: unknown) =>
    typeof value !== 'string' || holds(value, given);
const ofList =
  <Given>(holds: (value: readonly unknown[], given: Given) => boolean) =>
  (given: Given, value: unknown) =>
    !Array.isArray(value) || holds(value, given);
const ofObject =
  <Given>(holds: (value: Fields, given: Given) => boolean) =>
  (given: Given, value: unknown) =>
    !isObject(value) || holds(value, given);

const length = (text: string): number => [...text].length;

/** Keywords that look at a value and at no other schema. */
export const ASSERTIONS: Readonly<Record<string, (given: never, value: unknown) => boolean>> = {
  type: (given: string | readonly string[], value) => [given].flat().some((type) => TYPES[type]!(value)),
  enum: (given: readonly unknown[], value) => given.some((one) => same(one, value)),
  const: (given: unknown, value) => same(given, value),
  multipleOf: ofNumber(isMultiple),
  maximum: ofNumber((value, given) => value <= given),
  exclusiveMaximum: ofNumber((value, given) => value < given),
  minimum: ofNumber((value, given) => value >= given),
  exclusiveMinimum: ofNumber((value, given) => value > given),
  maxLength: ofText((value, given: number) => value.length <= given || length(value) <= given),
  minLength: ofText((value, given: number) => length(value) >= given),
  pattern: ofText((value, given: string) => matches(given, value)),
  maxItems: ofList((value, given: number) => value.length <= given),
  minItems: ofList((value, given: number) => value.length >= given),
  uniqueItems: ofList((value, given: boolean) => !given || new Set(value.map(canonical)).size === value.length),
  maxProperties: ofObject((value, given: number) => Object.keys(value).length <= given),
  minProperties: ofObject((value, given: number) => Object.keys(value).length >= given),
  required: ofObject((value, given: readonly string[]) => given.every((name) => Object.hasOwn(value, name))),
  dependentRequired: ofObject((value, given: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(given).every(
      ([name, names]) => !Object.hasOwn(value, name) || names.every((other) => Object.hasOwn(value, other)),
    ),
  ),
};
