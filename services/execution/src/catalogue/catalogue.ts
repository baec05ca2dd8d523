import type { Pool } from '@taskbench/event-log';
import type { OfferedModel, Provider } from '@taskbench/models';
import { BadInput } from '@taskbench/service-kit';
import { ListingCopy, type Listing } from './copy.ts';
import { explainListError, type Explanation, type Setting } from './explain.ts';
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

/** Whose models they are. */
export interface Listed {
  readonly id: string;
  readonly baseUrl: string;
  readonly provider: Provider;
  readonly openRouter: boolean;
  readonly setting: Setting;
  /** Told of each free request: how many models it listed, or why it failed. */
  readonly heard?: (failure: Explanation | null, models: number | null) => Promise<void>;
}

/**
 * The models of a connection, as the provider lists them. Who browses sees the last list that could be had; who starts
 * something that costs is told when the provider cannot be reached or refuses the key.
 */
export class Catalogue {
  private readonly copy: ListingCopy;
  private refreshing: Promise<Refreshed> | null = null;
  private failed: { at: number; failure: Explanation } | null = null;
  /** This process has seen the provider take its key. */
  private admitted = false;

  constructor(
    private readonly of: Listed,
    pool: Pick<Pool, 'query'>,
  ) {
    this.copy = new ListingCopy(pool, of.id, of.baseUrl);
  }

  /** How many models the last list that could be had names; null: there was none. */
  async size(): Promise<number | null> {
    return (await this.copy.read())?.models?.length ?? null;
  }

  /** The list for whoever browses: refreshed by age. Throws `BadInput` when there is none at all. */
  async browse(): Promise<Shown> {
    const listing = await this.copy.read();
    if (listing && listing.ageMs < FRESH_MS) return { listing, failure: null };
    const recent = this.failed && Date.now() - this.failed.at < RETRY_MS ? this.failed.failure : null;
    if (!recent) return this.refresh();
    if (listing) return { listing, failure: recent };
    throw new ProviderUnavailable(recent);
  }

  /** Fetches the list anew; where that fails, the old one is kept. Throws `BadInput` when there is none. */
  async refresh(): Promise<Shown> {
    const { listing, failure } = await this.fetchOnce();
    if (failure === null) return { listing, failure };
    if (listing === null) throw new ProviderUnavailable(failure);
    return { listing, failure };
  }

  /** A list that a request may rest on: young, from a provider that takes the key. Throws `BadInput` otherwise. */
  async current(): Promise<Listing> {
    const known = await this.copy.read();
    if (known && known.ageMs < FRESH_MS && this.admitted) return known;
    const { listing, failure } = await this.fetchOnce();
    if (failure) throw new ProviderUnavailable(failure, 'No call was made.');
    await this.admit();
    return listing;
  }

  /** Whether the provider lists its models and takes the key now: one free request, or two. Throws `BadInput` if not. */
  async test(): Promise<void> {
    const { failure } = await this.fetchOnce();
    if (failure) throw new ProviderUnavailable(failure);
    await this.admit();
  }

  private async admit(): Promise<void> {
    await this.of.provider.checkKey().catch(async (error: unknown) => {
      const failure = explainListError(this.of.baseUrl, error, this.of.setting);
      await this.of.heard?.(failure, null);
      throw new ProviderUnavailable(failure, 'No call was made.');
    });
    this.admitted = true;
  }

  /** The model of a name; an unknown one is refused with its path and the ids nearest to it. */
  find({ models }: Listing, name: string, path: string): OfferedModel {
    if (models === null) return unlisted(name);
    const model = lookUp(models, name, this.of.openRouter);
    if (model) return model;
    const hint = models.length === 0 ? ' It offers none.' : meant(nearest(models, name));
    throw new BadInput(
      [{ path, message: `"${name}" is not in the catalogue of ${this.of.baseUrl}.${hint}` }],
      'unknown-model',
    );
  }

  /** What writes checks where nothing else is set: the newest Claude Sonnet on OpenRouter; elsewhere none is guessed. */
  async generator(): Promise<OfferedModel | null> {
    return this.of.openRouter ? newestSonnet((await this.current()).models ?? []) : null;
  }

  /** Asks the provider once for all who want to know meanwhile. */
  private fetchOnce(): Promise<Refreshed> {
    this.refreshing ??= this.fetch().finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  private async fetch(): Promise<Refreshed> {
    try {
      const listing = await this.copy.write(await this.of.provider.list());
      this.failed = null;
      await this.of.heard?.(null, listing.models?.length ?? null);
      return { listing, failure: null };
    } catch (error) {
      const failure = explainListError(this.of.baseUrl, error, this.of.setting);
      this.failed = { at: Date.now(), failure };
      await this.of.heard?.(failure, null);
      return { listing: await this.copy.read(), failure };
    }
  }
}

/** What may have been meant by a name that nobody offers. */
export const meant = (near: readonly string[]): string => (near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '');

/** A provider whose list cannot be had, or that refuses the key. */
export class ProviderUnavailable extends BadInput {
  readonly reason: Explanation['reason'];

  constructor({ reason, what, remedy }: Explanation, ...said: string[]) {
    super([{ path: '', message: [what, ...said, remedy].join(' ') }], 'provider-unavailable');
    this.reason = reason;
  }
}

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
