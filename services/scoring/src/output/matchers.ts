import type { FieldRule } from '@taskbench/contracts';
import { canonical } from '@taskbench/service-kit';
import { normaliseText, textSimilarity } from '@taskbench/statistics';
import type { z } from 'zod';
import { readDate, sameDate } from './dates.ts';

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

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const readNumber = (value: unknown): number | null =>
  typeof value === 'number' ? value : typeof value === 'string' && NUMBER.test(value.trim()) ? Number(value) : null;

const readBoolean = (value: unknown): boolean | null =>
  typeof value === 'boolean' ? value : ({ true: true, false: false }[asText(value)] ?? null);

/** By value where the gold can be read as the type; a gold that cannot ("next week") is compared as text. */
const typed =
  <T>(read: (value: unknown) => T | null, same: (a: T, b: T) => boolean): Compare =>
  (value, gold) => {
    const [a, b] = [read(value), read(gold)];
    return b === null ? sameText(value, gold) : oneIf(a !== null && same(a, b));
  };

/** Within the tolerance, to the last bits that decimal fractions lose. */
const near = (tolerance: number) => (a: number, b: number) =>
  Math.abs(a - b) <= tolerance + 1e-12 * Math.max(1, Math.abs(a), Math.abs(b));

/** A field's rule as a comparison and its weight. */
export function matcherOf(rule: z.infer<typeof FieldRule>): { readonly compare: Compare; readonly weight: number } {
  const { match, weight = 1, tolerance = 0 } = typeof rule === 'string' ? { match: rule } : rule;
  const table: Record<typeof match, Compare> = {
    exact,
    text: sameText,
    fuzzy,
    number: typed(readNumber, near(tolerance)),
    date: typed(readDate, sameDate),
    boolean: typed(readBoolean, (a, b) => a === b),
  };
  return { compare: table[match], weight };
}
