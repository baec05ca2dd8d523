import type { OutputSpec } from '@taskbench/contracts';
import { isRecord } from './items.ts';
import { exact, fuzzy, matcherOf, sameText, type Compare } from './matchers.ts';

interface Field {
  readonly name: string;
  readonly weight: number;
  readonly compare: Compare;
}

const byType: Compare = (value, gold) =>
  typeof value === 'string' && typeof gold === 'string' ? fuzzy(value, gold) : exact(value, gold);

/**
 * How alike an item and a gold item are, 0 to 1: Σ w·sim / Σ w over the declared fields; without any, over all fields
 * that the gold has (texts as alike as they are, others exact). A label is right or wrong, never nearly right.
 */
export function comparison(
  { format, fields }: Pick<OutputSpec, 'format' | 'fields'>,
  gold: readonly unknown[],
): Compare {
  const declared = Object.entries(fields ?? {}).map(([name, rule]) => ({ name, ...matcherOf(rule) }));
  const known = declared.length > 0 ? declared : goldFields(gold);
  const simple = format === 'label' ? sameText : byType;
  return (item, right) => {
    if (!isRecord(right)) return simple(item, right);
    return isRecord(item) ? record(known, item, right) : 0;
  };
}

function goldFields(gold: readonly unknown[]): Field[] {
  const names = new Set(gold.filter(isRecord).flatMap((item) => Object.keys(item)));
  return [...names].map((name) => ({ name, weight: 1, compare: byType }));
}

// A null says that there is nothing, as leaving the field out does.
const present = (item: Record<string, unknown>, name: string): boolean =>
  Object.hasOwn(item, name) && item[name] !== null && item[name] !== undefined;

function record(fields: readonly Field[], item: Record<string, unknown>, gold: Record<string, unknown>): number {
  let [sum, weights] = [0, 0];
  for (const { name, weight, compare } of fields) {
    const [here, there] = [present(item, name), present(gold, name)];
    if (!here && !there) continue;
    weights += weight;
    if (here && there) sum += weight * compare(item[name], gold[name]);
  }
  return weights === 0 ? exact(item, gold) : sum / weights;
}
