import { columnsOf, type OutputSpec } from '@taskbench/contracts';
import { parse } from 'csv-parse/sync';
import { RE2JS } from 're2js';
import { isRecord, same, type Known, type Rules } from './item.ts';
import { keyOf, writtenAs, type Written } from './written.ts';

/** What an input's right answer is made of, and how it is written. */
export interface Answer extends Known {
  readonly written: Written;
}

/** The answers of a sample's inputs, each knowing what is right in the others; null where there is no gold. */
export function answersOf(output: OutputSpec, golds: readonly unknown[]): (Answer | null)[] {
  const declared = columnsOf(output).map(([name]) => name);
  const lists = golds.map((gold) =>
    gold === undefined ? null : itemsOf(gold, output).map((item) => asked(item, declared)),
  );
  return lists.map((items, place) => {
    if (items === null) return null;
    const others = lists.flatMap((list, at) => (at === place ? [] : (list ?? [])));
    const rules = output.fields ?? shownBy([...items, ...others]);
    const strangers = others.filter((other) => !items.some((item) => same(item, other)));
    return { items, others, strangers, rules, written: writtenAs(output, golds[place]) };
  });
}

/** An item with the fields that are asked for; a gold may hold more, such as texts that a check tries. */
const asked = (item: unknown, declared: readonly string[]): unknown =>
  isRecord(item) && declared.length > 0
    ? Object.fromEntries(Object.entries(item).filter(([name]) => declared.includes(name)))
    : item;

function itemsOf(gold: unknown, { format, items }: OutputSpec): unknown[] {
  if (format === 'csv' && typeof gold === 'string') return parse(gold, { columns: true, bom: true });
  if (format === 'text' && typeof gold === 'string' && typeof items === 'object') {
    const matcher = RE2JS.compile(items.pattern).matcher(gold);
    return [matcher.find() ? matcher.group(1) : gold];
  }
  if (Array.isArray(gold)) return gold as unknown[];
  const key = keyOf(items, gold);
  const list = isRecord(gold) && key !== undefined ? gold[key] : undefined;
  if (Array.isArray(list)) return list as unknown[];
  return gold === null || gold === '' ? [] : [gold];
}

/** Texts may be said in other words; anything else is right or wrong. */
const shownBy = (items: readonly unknown[]): Rules =>
  Object.fromEntries(
    items
      .filter(isRecord)
      .flatMap((item) => Object.entries(item))
      .map(([name, value]) => [name, typeof value === 'string' ? 'fuzzy' : 'exact']),
  );
