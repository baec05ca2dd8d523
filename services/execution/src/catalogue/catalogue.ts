import { AttemptError, type OfferedModel, type Provider } from '@taskbench/models';
import { BadInput, isOpenRouter, type Config } from '@taskbench/service-kit';

const FRESH_MS = 10 * 60_000;

/** The models of the connection, as the provider lists them; asked for at most every ten minutes. */
export class Catalogue {
  readonly connectionId: string;
  private listed: { at: number; models: readonly OfferedModel[] | null } | null = null;

  constructor(
    private readonly provider: Provider,
    private readonly config: Config,
  ) {
    this.connectionId = config.simulated ? 'simulated' : isOpenRouter(config) ? 'openrouter' : 'default';
  }

  /** All models, or null where the provider keeps no list. Throws `BadInput` when it cannot be asked. */
  async models(): Promise<readonly OfferedModel[] | null> {
    if (this.listed && Date.now() - this.listed.at < FRESH_MS) return this.listed.models;
    try {
      const models = await this.provider.models();
      this.listed = { at: Date.now(), models };
      return models;
    } catch (error) {
      if (this.listed) return this.listed.models;
      throw new BadInput([{ path: '', message: this.explain(error) }], 'provider-unavailable');
    }
  }

  /** The model of an id; an unknown one is refused with its path and the ids nearest to it. */
  async find(id: string, path: string): Promise<OfferedModel> {
    const models = await this.models();
    if (models === null) return { id, name: id, context_length: null, prices: null, parameters: [] };
    const found = models.find((model) => model.id === id);
    if (found) return found;
    const near = models.filter((model) => alike(model.id, id)).slice(0, 3);
    const hint = near.length > 0 ? ` Did you mean ${near.map((model) => model.id).join(', ')}?` : '';
    throw new BadInput(
      [{ path, message: `"${id}" is not in the catalogue of ${this.config.llmBaseUrl}.${hint}` }],
      'unknown-model',
    );
  }

  /** The newest Claude Sonnet: writes checks where nothing else is set. */
  async generator(): Promise<OfferedModel | null> {
    const models = (await this.models()) ?? [];
    const version = (id: string) => id.match(/\d+(\.\d+)?/g)?.map(Number) ?? [];
    const newest = (a: OfferedModel, b: OfferedModel) => (version(b.id)[0] ?? 0) - (version(a.id)[0] ?? 0);
    return models.filter(({ id }) => /claude-.*sonnet/.test(id) && !id.includes(':')).sort(newest)[0] ?? null;
  }

  private explain(error: unknown): string {
    const { llmBaseUrl } = this.config;
    if (error instanceof AttemptError && error.reason === 'refused_key') {
      return `${llmBaseUrl} refused the key. No call was made. Check LLM_API_KEY or OPENROUTER_API_KEY.`;
    }
    return `${llmBaseUrl} does not answer. No call was made. Start it, or set LLM_BASE_URL to another address.`;
  }
}

const alike = (known: string, asked: string): boolean => {
  const name = (id: string) => id.toLowerCase().replace(/^.*\//, '').slice(0, 5);
  return known.includes(asked) || name(known) === name(asked);
};
