import { perMillion, type ModelList, type ModelRow, type Prices } from '@taskbench/contracts';
import type { OfferedModel } from '@taskbench/models';
import type { Shown } from './catalogue.ts';
import { isFree } from './choose.ts';

/** A model as the API shows it. */
export const modelRow = (model: OfferedModel & { readonly connection_id: string }): ModelRow => ({
  id: model.id,
  name: model.name,
  connection_id: model.connection_id,
  provider: model.provider,
  created_at: model.created === null ? null : new Date(model.created * 1000).toISOString(),
  expires_on: model.expires_on,
  aliases: [...model.aliases],
  alias_of: model.alias_of,
  context_length: model.context_length,
  max_completion_tokens: model.max_completion_tokens,
  input_modalities: model.input_modalities && [...model.input_modalities],
  output_modalities: model.output_modalities && [...model.output_modalities],
  parameters: model.parameters && [...model.parameters],
  free: isFree(model),
  prices: model.prices && pricesView(model.prices),
  other_prices: { ...model.other_prices },
});

/** How young the list is, and what there is to know about it. */
export function freshness({ listing, failure }: Shown): Pick<ModelList, 'fetched_at' | 'stale' | 'notice'> {
  const notices = [
    ...(failure ? [failure.what, `The list of ${ago(listing.ageMs)} is shown.`, failure.remedy] : []),
    ...(listing.models === null ? ['This provider keeps no list: name its models by their ids.'] : []),
    ...(listing.leftOut > 0 ? [`Left out: ${listing.leftOut} without an id of their own.`] : []),
  ];
  return {
    fetched_at: new Date(listing.fetchedAt).toISOString(),
    stale: failure !== null,
    notice: notices.length > 0 ? notices.join(' ') : null,
  };
}

const price = (perToken: string) => ({ per_token: perToken, per_million: perMillion(perToken) });
const priceOrNull = (perToken: string | undefined) => (perToken === undefined ? null : price(perToken));

const ratesView = ({ prompt, completion, cached, cache_write, reasoning }: Prices) => ({
  prompt: price(prompt),
  completion: price(completion),
  cached: priceOrNull(cached),
  cache_write: priceOrNull(cache_write),
  reasoning: priceOrNull(reasoning),
});

const pricesView = (prices: Prices): NonNullable<ModelRow['prices']> => ({
  ...ratesView(prices),
  request_usd: prices.request ?? null,
  tiers: (prices.tiers ?? []).map((tier) => ({
    from_prompt_tokens: tier.from_prompt_tokens,
    ...ratesView(tier),
  })),
});

const UNITS = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const;

/** An age in its largest whole unit: "2 hours ago". */
function ago(ms: number): string {
  const [size, unit] = UNITS.find(([size]) => ms >= size) ?? [1_000, 'second'];
  const count = Math.floor(ms / size);
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}
