import type { OutputSpec } from '@taskbench/contracts';
import { query, type JSONValue } from 'json-p3';

type Where = Pick<OutputSpec, 'format' | 'items'>;

/**
 * The list of items in what was read from an output. Without a path it is inferred: a list is itself, an object with
 * exactly one list stands for that, anything else is one item.
 */
export function itemsOf(value: unknown, { items }: Where): unknown[] {
  if (typeof items !== 'string') return inferred(value);
  return at(items, value) ?? (Array.isArray(value) ? value : []);
}

/** The items at a JSONPath; null when nothing is there. */
export function at(path: string, value: unknown): unknown[] | null {
  const found = query(path, value as JSONValue).values() as unknown[];
  if (found.length === 0) return null;
  return found.length === 1 ? listed(found[0]) : found;
}

/** The items of a value that nobody says more about. */
export function inferred(value: unknown): unknown[] {
  if (!isRecord(value)) return listed(value);
  const lists = Object.values(value).filter((part) => Array.isArray(part));
  return lists.length === 1 ? (lists[0] as unknown[]) : [value];
}

const listed = (value: unknown): unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : value === null || value === undefined ? [] : [value];

/** Whether a value is an object with fields. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
