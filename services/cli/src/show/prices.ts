import type { ModelRow } from '@taskbench/contracts';
import { usd } from './amounts.ts';

/** Whether nobody knows what a model costs: it is not listed, or its price is not. */
export const unpriced = (model: ModelRow | null): boolean => !model?.prices;

/** What a million tokens cost a model's user, in or out; unknown is said, free is $0. */
export function price(model: ModelRow | null, side: 'prompt' | 'completion'): string {
  const amount = model?.prices?.[side].per_million ?? null;
  return amount === null ? 'unknown' : Number(amount) === 0 ? '$0' : usd(amount);
}
