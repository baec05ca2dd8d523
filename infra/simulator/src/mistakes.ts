import { pick, type Random } from './random.ts';

export type Item = Readonly<Record<string, unknown>>;
export type Matchers = Readonly<Record<string, string>>;

const UNSAID = [
  'Order lunch for the whole team',
  'Book the large meeting room again',
  'Send everybody a reminder on Friday',
  'Check once more with the legal department',
];
const DAY_MS = 86_400_000;
/** Below this length, even one letter would be more than slightly other words. */
const REWORDABLE = 20;

const fuzzyIn = (matchers: Matchers): string[] => Object.keys(matchers).filter((field) => matchers[field] === 'fuzzy');

/** One field that must be exact is plainly wrong; often it is taken from another item. */
export function mistaken(item: Item, all: readonly Item[], matchers: Matchers, chance: Random): Item {
  const exact = Object.keys(matchers).filter((field) => matchers[field] !== 'fuzzy');
  if (exact.length === 0) return invented(item, matchers, chance);
  const field = pick(exact, chance);
  const others = all.map((other) => other[field]).filter((value) => value !== null && value !== undefined);
  return { ...item, [field]: wrongValue(item[field], others, matchers[field] ?? 'exact', chance) };
}

function wrongValue(right: unknown, others: readonly unknown[], matcher: string, chance: Random): unknown {
  if (typeof right === 'number') return right + pick([-2, -1, 1, 10], chance);
  if (typeof right === 'boolean') return !right;
  if (Array.isArray(right)) return [...right.slice(1), 'Something else'];
  if (matcher === 'date') {
    const from = Date.parse(String(right ?? others[0] ?? '2026-12-24'));
    return Number.isNaN(from)
      ? null
      : new Date(from + pick([-7, -1, 1, 7, 14], chance) * DAY_MS).toISOString().slice(0, 10);
  }
  return pick([...others.filter((other) => other !== right), 'Somebody else'], chance);
}

/** The fuzzy texts change by a little: a fair matcher still takes them. */
export function reworded(item: Item, matchers: Matchers, chance: Random): Item {
  const change = pick(REWORDINGS, chance);
  const texts = fuzzyIn(matchers).flatMap((field) => {
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

/** An item that nobody said, in the likeness of one that somebody did. */
export function invented(like: Item, matchers: Matchers, chance: Random): Item {
  const said = pick(UNSAID, chance);
  const blank = Object.fromEntries(Object.entries(matchers).map(([field, matcher]) => [field, BLANK[matcher] ?? null]));
  const texts = fuzzyIn(matchers);
  const told = texts.length > 0 ? texts : Object.keys(matchers).slice(0, 1);
  return { ...blank, ...like, ...Object.fromEntries(told.map((field) => [field, said])) };
}

const BLANK: Readonly<Record<string, unknown>> = {
  exact: 'Everyone',
  text: 'Everyone',
  number: 0,
  boolean: true,
  set: [],
};
