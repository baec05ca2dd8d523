import type { OfferedModel, Provider } from '@taskbench/models';
import { BadInput, isOpenRouter, type Runtime } from '@taskbench/service-kit';
import { ListingCopy, type Listing } from './copy.ts';
import { explainListError, type Explanation } from './explain.ts';
import { lookUp, nearest } from './look-up.ts';

const FRESH_MS = 10 * 60_000;
const RETRY_MS = 30_000;

/** The list as it is shown; `failure` says why it could not be had anew. */
export interface Shown {
  readonly listing: Listing;
  readonly failure: Explanation | null;
}
/** What became of a refresh: after a failure there is the old list, or none. */
type Refreshed =
  | { readonly listing: Listing; readonly failure: null }
  | { readonly listing: Listing | null; readonly failure: Explanation };

/**
 * The models of the connection, as the provider lists them. Who browses sees the last list that could be had; who starts
 * something that costs is told when the provider cannot be reached or refuses the key.
 */
export class Catalogue {
  readonly connectionId: string;
  private readonly copy: ListingCopy;
  private readonly address: string;
  private refreshing: Promise<Refreshed> | null = null;
  private failed: { at: number; failure: Explanation } | null = null;
  /** This process has seen the provider take its key. */
  private admitted = false;

  constructor(
    private readonly provider: Provider,
    { config, pool }: Pick<Runtime, 'config' | 'pool'>,
  ) {
    this.address = config.llmBaseUrl;
    this.connectionId = config.simulated ? 'simulated' : isOpenRouter(config) ? 'openrouter' : 'default';
    this.copy = new ListingCopy(pool, this.connectionId, this.address);
  }

  /** The list for whoever browses: refreshed by age. Throws `BadInput` when there is none at all. */
  async browse(): Promise<Shown> {
    const listing = await this.copy.read();
    if (listing && listing.ageMs < FRESH_MS) return { listing, failure: null };
    const recent = this.failed && Date.now() - this.failed.at < RETRY_MS ? this.failed.failure : null;
    return listing && recent ? { listing, failure: recent } : this.refresh();
  }

  /** Fetches the list anew; where that fails, the old one is kept. Throws `BadInput` when there is none. */
  async refresh(): Promise<Shown> {
    const { listing, failure } = await this.fetchOnce();
    if (failure === null) return { listing, failure };
    if (listing === null) throw unavailable(failure);
    return { listing, failure };
  }

  /** A list that a request may rest on: young, from a provider that takes the key. Throws `BadInput` otherwise. */
  async current(): Promise<Listing> {
    const known = await this.copy.read();
    if (known && known.ageMs < FRESH_MS && this.admitted) return known;
    const { listing, failure } = await this.fetchOnce();
    if (failure) throw unavailable(failure, 'No call was made.');
    await this.provider.checkKey().catch((error: unknown) => {
      throw unavailable(explainListError(this.address, error), 'No call was made.');
    });
    this.admitted = true;
    return listing;
  }

  /** The model of a name; an unknown one is refused with its path and the ids nearest to it. */
  find({ models }: Listing, name: string, path: string): OfferedModel {
    if (models === null) return unlisted(name);
    const model = lookUp(models, name, this.connectionId === 'openrouter');
    if (model) return model;
    const near = nearest(models, name);
    const hint = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : models.length === 0 ? ' It offers none.' : '';
    throw new BadInput(
      [{ path, message: `"${name}" is not in the catalogue of ${this.address}.${hint}` }],
      'unknown-model',
    );
  }

  /** The model of a name, or without one what writes checks where nothing else is set: the newest Claude Sonnet on OpenRouter. */
  async generator(name: string | null): Promise<OfferedModel | null> {
    if (name === null && this.connectionId !== 'openrouter') return null; // elsewhere none is guessed
    const listing = await this.current();
    return name === null ? newestSonnet(listing.models ?? []) : this.find(listing, name, 'TASKBENCH_GENERATOR_MODEL');
  }

  /** Asks the provider once for all who want to know meanwhile. */
  private fetchOnce(): Promise<Refreshed> {
    this.refreshing ??= this.fetch().finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  private async fetch(): Promise<Refreshed> {
    try {
      const listing = await this.copy.write(await this.provider.list());
      this.failed = null;
      return { listing, failure: null };
    } catch (error) {
      const failure = explainListError(this.address, error);
      this.failed = { at: Date.now(), failure };
      return { listing: await this.copy.read(), failure };
    }
  }
}

const unavailable = ({ what, remedy }: Explanation, ...said: string[]): BadInput =>
  new BadInput([{ path: '', message: [what, ...said, remedy].join(' ') }], 'provider-unavailable');

/** The newest by when it came, no moving name and no variant. */
export const newestSonnet = (models: readonly OfferedModel[]): OfferedModel | null =>
  models
    .filter(({ id, alias_of }) => /claude-.*sonnet/.test(id) && alias_of === null && !id.includes(':'))
    .reduce<OfferedModel | null>((best, one) => ((one.created ?? 0) > (best?.created ?? -1) ? one : best), null);

/** What is known of a model whose provider keeps no list. */
const unlisted = (id: string): OfferedModel => ({
  id,
  name: id,
  provider: null,
  created: null,
  expires_on: null,
  aliases: [],
  alias_of: null,
  context_length: null,
  max_completion_tokens: null,
  input_modalities: null,
  output_modalities: null,
  parameters: null,
  prices: null,
  other_prices: {},
});
