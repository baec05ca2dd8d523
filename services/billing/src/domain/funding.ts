import { maximumCostOf, type Prices } from '@taskbench/contracts';

/** The most that one attempt of a call can cost: its prompt's bytes as tokens and all the tokens it may answer with, at the dearest tier. */
export const maximumCost = (call: {
  prompt_bytes: number;
  max_tokens: number;
  parts?: number | undefined;
  prices: Prices | null;
}): number | null =>
  maximumCostOf({ prompt: call.prompt_bytes, completion: call.max_tokens, requests: call.parts ?? 1 }, call.prices);

/** A call that waits for funds. */
export interface Waiting {
  readonly call_id: string;
  /** Null: the price is unknown. */
  readonly max_nano: number | null;
}

/** What is to be funded and refused now, in the order of sending. */
export interface Decision {
  readonly funded: readonly string[];
  readonly refused: readonly string[];
  readonly reserved_nano: number;
}

/**
 * Funds calls in order as far as the budget reaches. The first that does not fit waits while calls under way, those that
 * are still to be requested among them, may give back what they do not use; when nothing is under way, it and all after
 * it are refused.
 */
export function fund(
  waiting: readonly Waiting[],
  account: { budget_nano: number | null; spent_nano: number; reserved_nano: number; under_way: number },
): Decision {
  if (account.budget_nano === null) {
    const more = waiting.reduce((sum, { max_nano }) => sum + (max_nano ?? 0), 0);
    return { funded: waiting.map(({ call_id }) => call_id), refused: [], reserved_nano: account.reserved_nano + more };
  }
  const funded: string[] = [];
  let reserved_nano = account.reserved_nano;
  for (const { call_id, max_nano } of waiting) {
    if (max_nano === null || account.spent_nano + reserved_nano + max_nano > account.budget_nano) break;
    reserved_nano += max_nano;
    funded.push(call_id);
  }
  const idle = account.under_way === 0 && funded.length === 0;
  return { funded, refused: idle ? waiting.map(({ call_id }) => call_id) : [], reserved_nano };
}
