import { costOf, type CostsPosted, type DataOf, type Prices, type Usage } from '@taskbench/contracts';

/** What an answer of so many requests cost: the provider's own figure, else tokens × pinned prices, else unknown. */
export function answerCost(
  usage: Usage,
  { prices, max_nano }: { prices: Prices | null; max_nano: number | null },
  requests = 1,
): {
  cost_nano: number | null;
  state: DataOf<typeof CostsPosted>['entries'][number]['state'];
  may_cost_nano: number | null;
} {
  if (usage.reported_nano !== null) return { cost_nano: usage.reported_nano, state: 'reported', may_cost_nano: null };
  const { prompt_tokens, completion_tokens, cached_tokens } = usage;
  const cost_nano =
    prompt_tokens === null || completion_tokens === null
      ? null
      : costOf({ prompt: prompt_tokens, completion: completion_tokens, cached: cached_tokens, requests }, prices);
  return cost_nano === null
    ? { cost_nano, state: 'unknown', may_cost_nano: max_nano }
    : { cost_nano, state: 'estimated', may_cost_nano: null };
}

/** By how much a cost is above the most that an attempt could cost, where both are known and it is. */
export const overcharge = (cost_nano: number | null, max_nano: number | null): { over_nano?: number } =>
  cost_nano !== null && max_nano !== null && cost_nano > max_nano ? { over_nano: cost_nano - max_nano } : {};
