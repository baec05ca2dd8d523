import type { FieldRule, OutputSpec } from '@taskbench/contracts';
import { inferredFields, inferredMatcher } from './infer.ts';
import { isRecord } from './items.ts';
import { exact, matcherOf, sameText, type Compare } from './matchers.ts';

interface Field {
  readonly weight: number;
  readonly compare: Compare;
  readonly valueOf: (item: Record<string, unknown>) => unknown;
}

/**
 * How alike an item and a gold item are, 0 to 1: Σ w·sim / Σ w over the declared fields; without any, over all fields
 * that the gold has, each by the kind of its values. A label is right or wrong, never nearly right.
 */
export function comparison(
  { format, fields }: Pick<OutputSpec, 'format' | 'fields'>,
  gold: readonly unknown[],
): Compare {
  const declared = fields && Object.keys(fields).length > 0 ? fields : inferredFields(gold);
  const known = Object.entries(declared).map(fieldOf);
  const simple =
    format === 'label' ? sameText : matcherOf(inferredMatcher(gold.filter((one) => !isRecord(one)))).compare;
  return (item, right) => {
    if (!isRecord(right)) return simple(onlyCell(item), right);
    return isRecord(item) ? record(known, item, right) : 0;
  };
}

/** A declared field: where its value stands, and how it is compared. */
export function fieldOf([name, rule]: [string, FieldRule]): Field {
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

function record(fields: readonly Field[], item: Record<string, unknown>, gold: Record<string, unknown>): number {
  let [sum, weights] = [0, 0];
  for (const { weight, compare, valueOf } of fields) {
    const [here, there] = [valueOf(item), valueOf(gold)];
    if (here === undefined && there === undefined) continue;
    weights += weight;
    if (here !== undefined && there !== undefined) sum += weight * compare(here, there);
  }
  return weights === 0 ? exact(item, gold) : sum / weights;
}
