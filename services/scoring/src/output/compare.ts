import type { FieldRule, OutputSpec } from '@taskbench/contracts';
import { inferredFields, inferredMatcher } from './infer.ts';
import { isRecord } from './items.ts';
import { exact, matcherOf, sameText, type Comparing } from './matchers.ts';

/** A field: where its value stands, and how it is compared. */
export interface Field extends Comparing {
  readonly weight: number;
  readonly valueOf: (item: Record<string, unknown>) => unknown;
}

/** An item as it is compared, each of its values read once. */
export interface ReadItem {
  readonly item: unknown;
  /** By field, undefined where it has no value; null for an item that is no record. */
  readonly fields: readonly unknown[] | null;
  /** As one value. */
  readonly whole: unknown;
}

/** How items of a task are compared. */
export interface ItemComparison {
  /** The declared ones, or those that the gold has. */
  readonly fields: readonly Field[];
  read(item: unknown): ReadItem;
  /** How alike an item and a gold item are, 0 to 1; 0 where they cannot be as alike as asked for. */
  alike(item: ReadItem, gold: ReadItem, atLeast?: number): number;
}

/**
 * Σ w·sim / Σ w over the declared fields; without any, over all fields that the gold has, each by the kind of its values.
 * A label is right or wrong, never nearly right.
 */
export function comparison(
  { format, fields: declared }: Pick<OutputSpec, 'format' | 'fields'>,
  gold: readonly unknown[],
): ItemComparison {
  const rules = declared && Object.keys(declared).length > 0 ? declared : inferredFields(gold);
  const fields = Object.entries(rules).map(fieldOf);
  const simple = format === 'label' ? sameText : matcherOf(inferredMatcher(gold.filter((one) => !isRecord(one))));
  return {
    fields,
    read(item) {
      return { item, fields: isRecord(item) ? readFields(fields, item) : null, whole: simple.read(onlyCell(item)) };
    },
    alike(item, right, atLeast = 0) {
      if (right.fields === null) return simple.alike(item.whole, right.whole);
      if (item.fields === null) return 0;
      if (atLeast > 0 && mostAlike(fields, item.fields, right.fields) < atLeast - ROUNDING) return 0;
      return record(fields, item, right);
    },
  };
}

const ROUNDING = 1e-9;

function readFields(fields: readonly Field[], item: Record<string, unknown>): unknown[] {
  const values: unknown[] = [];
  for (const { read, valueOf } of fields) {
    const value = valueOf(item);
    values.push(value === undefined ? undefined : read(value));
  }
  return values;
}

function fieldOf([name, rule]: [string, FieldRule]): Field {
  const { start, end } = typeof rule === 'string' ? {} : rule;
  const valueOf = (item: Record<string, unknown>) =>
    start !== undefined && end !== undefined ? span(own(item, start), own(item, end)) : own(item, name);
  return { ...matcherOf(rule), valueOf };
}

// A null says that there is nothing, as leaving the field out does.
const own = (item: Record<string, unknown>, name: string): unknown =>
  Object.hasOwn(item, name) ? (item[name] ?? undefined) : undefined;
const span = (start: unknown, end: unknown): unknown =>
  start === undefined && end === undefined ? undefined : { start, end };

/** An item of one field against gold that is a plain list: a table cannot say it otherwise. */
const onlyCell = (item: unknown): unknown => {
  const cells = isRecord(item) ? Object.values(item) : [];
  return cells.length === 1 ? cells[0] : item;
};

function record(fields: readonly Field[], item: ReadItem, gold: ReadItem): number {
  let [sum, weights] = [0, 0];
  for (const [at, { weight, alike }] of fields.entries()) {
    const [here, there] = [item.fields![at], gold.fields![at]];
    if (here === undefined && there === undefined) continue;
    weights += weight;
    if (here !== undefined && there !== undefined) sum += weight * alike(here, there);
  }
  return weights === 0 ? exact.alike(exact.read(item.item), exact.read(gold.item)) : sum / weights;
}

/** What two records would reach if all that takes long to compare were the same. */
function mostAlike(fields: readonly Field[], item: readonly unknown[], gold: readonly unknown[]): number {
  let [sum, weights] = [0, 0];
  for (const [at, { weight, alike, dear }] of fields.entries()) {
    const [here, there] = [item[at], gold[at]];
    if (here === undefined && there === undefined) continue;
    weights += weight;
    if (here !== undefined && there !== undefined) sum += dear ? weight : weight * alike(here, there);
  }
  return weights === 0 ? 1 : sum / weights;
}
