import { fail, type Context, type Evaluation } from './rule.ts';

/** An item's field, or undefined where the item is no object or lacks it. */
export const fieldOf = (item: unknown, field: string): unknown =>
  typeof item === 'object' && item !== null && Object.hasOwn(item, field)
    ? (item as Record<string, unknown>)[field]
    : undefined;

/** Judges every item; the first objection fails the output. An output without a list fails: there is nothing that holds. */
export function everyItem({ items }: Context, objection: (item: unknown) => string | undefined): Evaluation {
  if (items === null) return fail('The output has no list of items.');
  for (const [index, item] of items.entries()) {
    const said = objection(item);
    if (said !== undefined) return fail(`Item ${index + 1}: ${said}`);
  }
  return { verdict: 'pass', evidence: `${items.length} items` };
}
