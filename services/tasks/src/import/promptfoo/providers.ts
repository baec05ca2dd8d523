import type { Notices } from './notices.ts';
import { fields, isRecord, members, type Sited } from './sited.ts';

/** Model ids that a provider's id plainly means, as OpenRouter writes them; what cannot be told is said. */
export function modelsOf(providers: Sited, notices: Notices): string[] {
  const models = listed(providers).flatMap((provider) => modelOf(provider, notices) ?? []);
  return [...new Set(models)];
}

const listed = (providers: Sited): Sited[] =>
  Array.isArray(providers.value) ? members(providers) : providers.value === undefined ? [] : [providers];

function modelOf(provider: Sited, notices: Notices): string | null {
  const { value, place } = provider;
  const [only] = fields(provider);
  const named = isRecord(value) && value['id'] === undefined && only ? only[0] : isRecord(value) ? value['id'] : value;
  const about = typeof named === 'string' ? named : 'provider';
  const model = typeof named === 'string' ? plainModel(named) : null;
  if (model === null) {
    notices.add(place, about, 'is not imported: what model it is here cannot be told; name it with --models');
    return null;
  }
  const settings = isRecord(value) ? Object.keys(value).filter((name) => name !== 'id' && name !== 'label') : [];
  if (settings.length > 0) notices.add(place, about, `is imported without its settings: ${settings.join(', ')}`);
  return model;
}

const OPENAI = /^openai:(?:chat:|responses:)?((?:gpt|o[1-9]|chatgpt)[\w.-]*)$/;

function plainModel(id: string): string | null {
  const openRouter = /^openrouter:(.+)$/.exec(id)?.[1];
  if (openRouter) return openRouter;
  const openAi = OPENAI.exec(id)?.[1];
  return openAi ? `openai/${openAi}` : null;
}
