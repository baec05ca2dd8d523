import { canonical, type FieldRule, type Matcher } from '@taskbench/contracts';
import { normaliseText, textSimilarity } from '@taskbench/statistics';
import { readDate, sameDate } from './dates.ts';
import { overlap, readInterval } from './intervals.ts';
import { readNumber } from './numbers.ts';
import { readTime } from './times.ts';

/** How values of one field are compared: each is read once, and any two that were read are alike from 0 to 1. */
export interface Comparing {
  read(value: unknown): unknown;
  alike(value: unknown, gold: unknown): number;
  /** Takes long, so that it is worth asking first whether it matters. */
  readonly dear: boolean;
}

const comparing = <T>(read: (value: unknown) => T, alike: (value: T, gold: T) => number, dear = false): Comparing => ({
  read,
  alike: (value, gold) => alike(value as T, gold as T),
  dear,
});

const asText = (value: unknown): string => normaliseText(typeof value === 'string' ? value : canonical(value));
const oneIf = (same: boolean): number => (same ? 1 : 0);

const same = <T>(a: T, b: T) => oneIf(a === b);

/** Equal as JSON, key order apart. */
export const exact = comparing(canonical, same);
/** Equal but for case, white space and Unicode form. */
export const sameText = comparing(asText, same);
/** As alike as the texts are. */
const fuzzy = comparing(asText, textSimilarity, true);

const readBoolean = (value: unknown): boolean | null =>
  typeof value === 'boolean' ? value : ({ true: true, false: false }[asText(value)] ?? null);

/** A list's values as texts, each once and in order; a text is parted at semicolons, else at commas. */
function readSet(value: unknown): string | null {
  const list = typeof value === 'string' ? value.split(value.includes(';') ? ';' : ',') : value;
  if (!Array.isArray(list)) return null;
  return canonical([...new Set(list.map(asText))].filter((one) => one !== '').sort());
}

/** By value where the gold can be read as the type; a gold that cannot ("next week") is compared as text. */
const typed = <T>(read: (value: unknown) => T | null, alike: (a: T, b: T) => number): Comparing =>
  comparing(
    (value) => ({ value, typed: read(value) }),
    (a, b) =>
      b.typed === null ? same(asText(a.value), asText(b.value)) : a.typed === null ? 0 : alike(a.typed, b.typed),
  );

/** Within the tolerance, to the last bits that decimal fractions lose. */
const near = (tolerance: number) => (a: number, b: number) =>
  oneIf(Math.abs(a - b) <= tolerance + 1e-12 * Math.max(1, Math.abs(a), Math.abs(b)));

const MATCHERS: Readonly<Record<Matcher, (tolerance: number) => Comparing>> = {
  exact: () => exact,
  text: () => sameText,
  fuzzy: () => fuzzy,
  number: (tolerance) => typed(readNumber, near(tolerance)),
  date: () => typed(readDate, (a, b) => oneIf(sameDate(a, b))),
  time: (tolerance) => typed(readTime, near(tolerance)),
  interval: () => typed(readInterval, overlap),
  boolean: () => typed(readBoolean, same),
  set: () => typed(readSet, same),
};

/** A field's rule as a comparison and its weight. */
export function matcherOf(rule: FieldRule): Comparing & { readonly weight: number } {
  const { match, weight = 1, tolerance = 0 } = typeof rule === 'string' ? { match: rule } : rule;
  return { ...MATCHERS[match](tolerance), weight };
}
