import type { OutputSpec } from '@taskbench/contracts';
import { query, type JSONValue } from 'json-p3';

type Where = Pick<OutputSpec, 'format' | 'items'>;

/**
 * The list of items in an output, or in its gold: both pass through here, so either may be the whole object or the bare
 * list. Without a path it is inferred: a list is itself, an object with exactly one list stands for that, anything else
 * is one item.
 */
export function itemsOf(value: unknown, { format, items }: Where): unknown[] {
  if (format === 'json_lines' && items === undefined && Array.isArray(value)) return value;
  return items === undefined ? inferred(value) : located(items, value);
}

function located(path: string, value: unknown): unknown[] {
  const found = query(path, value as JSONValue).values() as unknown[];
  if (found.length === 0) return Array.isArray(value) ? value : [];
  return found.length === 1 ? listed(found[0]) : found;
}

function inferred(value: unknown): unknown[] {
  if (!isRecord(value)) return listed(value);
  const lists = Object.values(value).filter((part) => Array.isArray(part));
  return lists.length === 1 ? (lists[0] as unknown[]) : [value];
}

const listed = (value: unknown): unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : value === null || value === undefined ? [] : [value];

/** Whether a value is an object with fields. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
