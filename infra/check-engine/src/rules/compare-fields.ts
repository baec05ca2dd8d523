import { z } from 'zod';
import { told } from '../evaluation.ts';
import { fieldOf, inItem, withItems } from '../items.ts';
import { numberOf } from '../numbers.ts';
import { Field } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded } from '../text.ts';
import { seconds } from '../time.ts';

type Key = string | number;
const HOLDS: Readonly<Record<string, (a: Key, b: Key) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>=': (a, b) => a >= b,
  '>': (a, b) => a > b,
};

/** Both as numbers, or both as times, or both as texts; undefined where one of them is none of these. */
function keysOf(left: unknown, right: unknown): [Key, Key] | undefined {
  const text = (value: unknown) => (typeof value === 'string' ? folded(value) : undefined);
  for (const read of [numberOf, seconds, text]) {
    const [a, b] = [read(left), read(right)];
    if (a !== undefined && b !== undefined) return [a, b];
  }
  return undefined;
}

export const compareFields = defineRule({
  rule: 'compare_fields',
  meaning: 'In every item that has both fields, they compare so, as numbers, times or texts.',
  parameters: z.strictObject({ left: Field, operator: z.enum(['<', '<=', '=', '!=', '>=', '>']), right: Field }),
  example: { left: 'start', operator: '<=', right: 'end' },
  guards: ['swap', 'wrong_value', 'wrong_type'],
  evaluate: ({ left, operator, right }, context) =>
    withItems(context, (items) => {
      for (const [at, item] of items.entries()) {
        const [a, b] = [fieldOf(item, left), fieldOf(item, right)];
        if (a === undefined || a === null || b === undefined || b === null) continue;
        const keys = keysOf(a, b);
        if (keys && HOLDS[operator]!(...keys)) continue;
        return inItem(at, `${told(left)} ${told(a)} and ${told(right)} ${told(b)}`, `${left} ${operator} ${right}`);
      }
      return undefined;
    }),
});
