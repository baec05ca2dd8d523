import type { OfferedModel } from './provider.ts';
import { otherPrices, readPrices } from './prices.ts';

const LONGEST_ID = 200;
const LONGEST_NAME = 300;

type Json = Readonly<Record<string, unknown>>;

/** The models of a list, and how many entries of it name none. */
export interface Offer {
  readonly models: readonly OfferedModel[];
  readonly leftOut: number;
}

/** The entries of a list of models (`{data: […]}`, or the bare list), or null where an answer is none. */
export function entriesOf(answer: unknown): readonly unknown[] | null {
  if (Array.isArray(answer)) return answer;
  const { data, object } = record(answer);
  if (Array.isArray(data)) return data;
  return object === 'list' && data === null ? [] : null; // a server without models
}

/** Reads a provider's `/models`: OpenRouter adds prices, parameters and more; plain servers list ids only. */
export function readModels(answer: unknown): Offer {
  const entries = entriesOf(answer) ?? [];
  const models = new Map<string, OfferedModel>();
  for (const entry of entries) {
    const model = modelOf(record(entry));
    if (model) models.set(model.id, model);
  }
  return { models: [...models.values()], leftOut: entries.length - models.size };
}

function modelOf(listed: Json): OfferedModel | null {
  const id = text(listed['id'], LONGEST_ID);
  if (id === null) return null;
  const architecture = record(listed['architecture']);
  const pricing = record(listed['pricing']);
  const slug = text(listed['canonical_slug'], LONGEST_ID);
  return {
    id,
    name: text(listed['name'], LONGEST_NAME) ?? id,
    provider: id.includes('/') ? id.replace(/^~/, '').split('/')[0]! : text(listed['owned_by'], LONGEST_NAME),
    created: whole(listed['created']),
    expires_on: day(listed['expiration_date']),
    aliases: slug !== null && slug !== id ? [slug] : [],
    alias_of: text(record(listed['alias_target'])['slug'], LONGEST_ID),
    context_length: whole(listed['context_length']) ?? whole(listed['max_model_len']),
    max_completion_tokens: whole(record(listed['top_provider'])['max_completion_tokens']),
    input_modalities: texts(architecture['input_modalities']),
    output_modalities: texts(architecture['output_modalities']),
    parameters: texts(listed['supported_parameters']),
    prices: readPrices(pricing),
    other_prices: otherPrices(pricing),
  };
}

const record = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

/** Words without control characters, else null. */
const text = (value: unknown, longest: number): string | null =>
  typeof value === 'string' && value !== '' && value.length <= longest && !/[\u0000-\u001f\u007f]/.test(value)
    ? value
    : null;

const texts = (value: unknown): string[] | null =>
  Array.isArray(value) ? value.filter((one): one is string => text(one, LONGEST_NAME) !== null) : null;

const whole = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;

const day = (value: unknown): string | null =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value.slice(0, 10) : null;
