import type { ModelRow } from '@taskbench/contracts';
import { usd } from './amounts.ts';

/** What a million tokens cost a model's user, in or out; unknown is said, free is $0. */
export function price(model: ModelRow | null, side: 'prompt' | 'completion'): string {
  const amount = model && perMillion(model, side);
  return amount === null ? 'unknown' : Number(amount) === 0 ? '$0' : usd(amount);
}

function perMillion(model: ModelRow, side: 'prompt' | 'completion'): string | null {
  const perToken = model[`${side}_price`];
  // A provider's "-1" and "" mean unknown, as for costs.
  return perToken === null || !/^\d/.test(perToken) ? null : String(Number(perToken) * 1_000_000);
}
