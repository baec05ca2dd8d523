import type { OfferedModel } from './provider.ts';

type Listed = {
  id?: unknown;
  name?: unknown;
  context_length?: unknown;
  pricing?: { prompt?: unknown; completion?: unknown } | null;
  supported_parameters?: unknown;
};

/** Reads a provider's `/models` answer. OpenRouter adds prices and parameters; plain servers list ids only. */
export function catalogueOf(answer: unknown): readonly OfferedModel[] {
  const listed = (answer as { data?: unknown } | null)?.data;
  if (!Array.isArray(listed)) return [];
  return (listed as Listed[]).flatMap(({ id, name, context_length, pricing, supported_parameters }) => {
    if (typeof id !== 'string' || id === '') return [];
    const prompt = price(pricing?.prompt);
    const completion = price(pricing?.completion);
    return [
      {
        id,
        name: typeof name === 'string' ? name : id,
        context_length: typeof context_length === 'number' ? context_length : null,
        prices: prompt !== null && completion !== null ? { prompt, completion } : null,
        parameters: Array.isArray(supported_parameters) ? supported_parameters.map(String) : [],
      },
    ];
  });
}

/** Router models are listed at "-1": their price is unknown, not negative. */
const price = (text: unknown): string | null => (typeof text === 'string' && /^\d/.test(text) ? text : null);
