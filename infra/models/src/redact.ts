import { AttemptError, type Answer } from './provider.ts';

const SHORTEST = 16;
const INSTEAD = '[key]';

/**
 * What a provider said without the key that it was sent, should it repeat it: as it is, as JSON or an address would write it,
 * in any case. A shorter key than any provider gives out is a word like others, and stays.
 */
export function redacted(text: string, key: string): string {
  if (key.length < SHORTEST) return text;
  const json = JSON.stringify(key).slice(1, -1);
  const ways = new Set([key, json, json.replaceAll('/', '\\/'), encodeURIComponent(key)]);
  const any = [...ways].map((way) => way.replace(/\W/g, '\\$&')).join('|');
  return text.replace(new RegExp(any, 'gi'), INSTEAD);
}

/** An answer whose words do not hold the key. */
export const withoutKey = (answer: Answer, key: string): Answer => {
  const clean = <Text extends string | null>(text: Text) => (text === null ? text : redacted(text, key)) as Text;
  return {
    ...answer,
    text: clean(answer.text),
    finish_reason: clean(answer.finish_reason),
    served_model: clean(answer.served_model),
    generation_id: clean(answer.generation_id),
    provider: clean(answer.provider),
    system_fingerprint: clean(answer.system_fingerprint),
  };
};

/** A failure in which the provider's name for the answer does not hold the key. */
export function failureWithoutKey(error: unknown, key: string): unknown {
  if (!(error instanceof AttemptError) || error.details.generation_id === null) return error;
  const generation_id = redacted(error.details.generation_id, key);
  return new AttemptError(error.reason, { ...error.details, generation_id }, error.message);
}
