import { columnsOf } from '@taskbench/contracts';
import { isRecord, matcherOf, same, type Known, type Rules } from './item.ts';
import { pick, type Random } from './random.ts';
import { moved, wrongValue } from './wrong-value.ts';

const UNSAID = [
  'Order lunch for the whole team',
  'Book the large meeting room again',
  'Send everybody a reminder on Friday',
  'Check once more with the legal department',
];
/** Below this length, even one letter would be more than slightly other words. */
const REWORDABLE = 20;

const fuzzyIn = (rules: Rules): string[] => Object.keys(rules).filter((field) => matcherOf(rules[field]!) === 'fuzzy');

/** One field that must be exact is plainly wrong; often it is taken from another item. A plain item is another one. */
export function mistaken(item: unknown, known: Known, chance: Random): unknown {
  const { items, others, rules } = known;
  const exact = Object.keys(rules).filter((field) => matcherOf(rules[field]!) !== 'fuzzy');
  if (!isRecord(item) || exact.length === 0) return invented(item, known, chance);
  const field = pick(exact, chance);
  const rule = rules[field]!;
  if (typeof rule === 'object' && rule.start !== undefined && rule.end !== undefined)
    return { ...item, ...moved(item, rule.start, rule.end) };
  const valuesIn = (list: readonly unknown[]) =>
    list
      .map((other) => (isRecord(other) ? other[field] : null))
      .filter((value) => value != null && !same(value, item[field]));
  const near = valuesIn(items);
  return {
    ...item,
    [field]: wrongValue(item[field], near.length > 0 ? near : valuesIn(others), matcherOf(rule), chance),
  };
}

/** The fuzzy texts change by a little: a fair matcher still takes them. A label changes its case. */
export function reworded(item: unknown, { rules }: Known, chance: Random): unknown {
  const change = pick(REWORDINGS, chance);
  const said = (text: string) =>
    text.length >= REWORDABLE ? change(text) : text.slice(0, 1).toUpperCase() + text.slice(1);
  if (typeof item === 'string') return said(item);
  if (!isRecord(item)) return item;
  const texts = fuzzyIn(rules).flatMap((field) => {
    const text = item[field];
    return typeof text === 'string' && text.length >= REWORDABLE ? [[field, change(text)]] : [];
  });
  return { ...item, ...Object.fromEntries(texts) };
}

const REWORDINGS: readonly ((text: string) => string)[] = [
  (text) => (text.endsWith('.') ? text.slice(0, -1) : `${text}.`),
  (text) => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}.`,
  (text) => `${text}!`,
];

/** An item that is not in the gold: in the likeness of one that is, with words of another input or of nobody. */
export function invented(like: unknown, known: Known, chance: Random): unknown {
  const { items, strangers, rules } = known;
  const texts = fuzzyIn(rules);
  const fields = Object.keys(rules);
  const other = strangers.length > 0 ? pick(strangers, chance) : undefined;
  if (fields.length === 0 || (texts.length === 0 && other !== undefined)) return other ?? pick(UNSAID, chance);
  const blank = columnsOf({ fields: rules }).map(([name, rule]) => [name, BLANK[matcherOf(rule)] ?? null]);
  const wordsFor = (field: string) => {
    const words = isRecord(other) ? other[field] : undefined;
    const heard = items.some((item) => isRecord(item) && same(item[field], words));
    return typeof words === 'string' && !heard ? words : pick(UNSAID, chance);
  };
  const told = (texts.length > 0 ? texts : fields.slice(0, 1)).map((field) => [field, wordsFor(field)]);
  return { ...Object.fromEntries(blank), ...(isRecord(like) && like), ...Object.fromEntries(told) };
}

const BLANK: Readonly<Record<string, unknown>> = {
  exact: 'Everyone',
  text: 'Everyone',
  number: 0,
  boolean: true,
  time: '00:00:00',
  interval: '00:00:00',
  set: [],
};
