import { fail, told, unless, pass, type Objection } from './evaluation.ts';
import type { Context, Evaluation, Span } from './rule.ts';

/** An item's field, or undefined where the item is no object or lacks it. */
export const fieldOf = (item: unknown, field: string): unknown =>
  typeof item === 'object' && item !== null && Object.hasOwn(item, field)
    ? (item as Record<string, unknown>)[field]
    : undefined;

/** Where a value stands in the output, if its JSON stands there once. */
export function placeOf(output: string, value: unknown): Span | undefined {
  const literal = JSON.stringify(value) as string | undefined;
  if (literal === undefined) return undefined;
  const start = output.indexOf(literal);
  if (start < 0 || output.includes(literal, start + 1)) return undefined;
  return { start, end: start + literal.length };
}

const NO_LIST = fail({ found: 'no list of items', expected: 'a list' });

/** Judges the items; an output without a list fails: there is nothing that holds. */
export const withItems = (
  { items }: Context,
  objection: (items: readonly unknown[]) => Objection | undefined,
): Evaluation => (items === null ? NO_LIST : unless(objection(items)));

/** What to say of an item that has something else than was expected. */
export const inItem = (at: number, found: string, expected: string, span?: Span): Objection => ({
  found: `${found} in item ${at + 1}`,
  expected,
  span,
});

/** Judges a field of every item; the first objection fails the output. */
export function everyField(
  context: Context,
  field: string,
  expected: string,
  holds: (value: unknown, at: number) => boolean,
): Evaluation {
  if (context.items === null) return NO_LIST;
  for (const [at, item] of context.items.entries()) {
    const value = fieldOf(item, field);
    if (holds(value, at)) continue;
    const found = `${JSON.stringify(field)} ${value === undefined ? 'missing' : told(value)}`;
    return fail(inItem(at, found, expected, placeOf(context.output, value)));
  }
  return pass(`${context.items.length} items`);
}

/** The texts, numbers and other plain values in a JSON value, by the names of the fields that they are in. */
export function leaves(value: unknown, except: ReadonlySet<string> = new Set()): (string | number | boolean | null)[] {
  const found: (string | number | boolean | null)[] = [];
  const left: unknown[] = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (Array.isArray(next)) left.push(...next.toReversed());
    else if (typeof next === 'object' && next !== null)
      left.push(
        ...Object.entries(next)
          .flatMap(([field, inner]) => (except.has(field) ? [] : [inner]))
          .toReversed(),
      );
    else found.push(next as string | number | boolean | null);
  }
  return found;
}
