import type { FieldRule, Matcher } from '@taskbench/contracts';

/** An item with fields; others are plain texts, numbers, labels. */
export type Item = Readonly<Record<string, unknown>>;
export type Rules = Readonly<Record<string, FieldRule>>;

export const isRecord = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const matcherOf = (rule: FieldRule): Matcher => (typeof rule === 'string' ? rule : rule.match);

/** What is right, and what is right elsewhere: the stuff that mistakes are made of. */
export interface Known {
  readonly items: readonly unknown[];
  /** Of the sample's other inputs. */
  readonly others: readonly unknown[];
  /** Right in another input and not in this one. */
  readonly strangers: readonly unknown[];
  readonly rules: Rules;
}

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
