import type { FieldRule, Matcher } from '@taskbench/contracts';
import { canonical } from '@taskbench/service-kit';
import { normaliseText, textSimilarity } from '@taskbench/statistics';
import { readDate, sameDate } from './dates.ts';
import { overlap, readInterval } from './intervals.ts';
import { readNumber } from './numbers.ts';
import { readTime } from './times.ts';

/** How alike two values of one field are, 0 to 1. */
export type Compare = (value: unknown, gold: unknown) => number;

const asText = (value: unknown): string => normaliseText(typeof value === 'string' ? value : canonical(value));
const oneIf = (same: boolean): number => (same ? 1 : 0);

/** Equal as JSON, key order apart. */
export const exact: Compare = (value, gold) => oneIf(canonical(value) === canonical(gold));
/** Equal but for case, white space and Unicode form. */
export const sameText: Compare = (value, gold) => oneIf(asText(value) === asText(gold));
/** As alike as the texts are. */
export const fuzzy: Compare = (value, gold) => textSimilarity(asText(value), asText(gold));

const readBoolean = (value: unknown): boolean | null =>
  typeof value === 'boolean' ? value : ({ true: true, false: false }[asText(value)] ?? null);

/** A list's values as texts, each once and in order; a text is parted at semicolons, else at commas. */
function readSet(value: unknown): string | null {
  const list = typeof value === 'string' ? value.split(value.includes(';') ? ';' : ',') : value;
  if (!Array.isArray(list)) return null;
  return canonical([...new Set(list.map(asText))].filter((one) => one !== '').sort());
}

/** By value where the gold can be read as the type; a gold that cannot ("next week") is compared as text. */
const typed =
  <T>(read: (value: unknown) => T | null, alike: (a: T, b: T) => number): Compare =>
  (value, gold) => {
    const [a, b] = [read(value), read(gold)];
    return b === null ? sameText(value, gold) : a === null ? 0 : alike(a, b);
  };

/** Within the tolerance, to the last bits that decimal fractions lose. */
const near = (tolerance: number) => (a: number, b: number) =>
  oneIf(Math.abs(a - b) <= tolerance + 1e-12 * Math.max(1, Math.abs(a), Math.abs(b)));
const same = <T>(a: T, b: T) => oneIf(a === b);

const MATCHERS: Readonly<Record<Matcher, (tolerance: number) => Compare>> = {
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
export function matcherOf(rule: FieldRule): { readonly compare: Compare; readonly weight: number } {
  const { match, weight = 1, tolerance = 0 } = typeof rule === 'string' ? { match: rule } : rule;
  return { compare: MATCHERS[match](tolerance), weight };
}
