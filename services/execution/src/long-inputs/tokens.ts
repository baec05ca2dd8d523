/** Tokens of a text. */
export type Count = (text: string) => number;

let loaded: Promise<Count> | null = null;

/**
 * Counts tokens as OpenAI's newer models do (o200k): an estimate for all others, whose tokenizers are not public or not
 * named by their providers. Loaded when the first long input asks for it.
 */
export const tokenCounter = (): Promise<Count> =>
  (loaded ??= import('gpt-tokenizer/encoding/o200k_base').then(
    ({ countTokens }) =>
      (text) =>
        countTokens(text, { disallowedSpecial: new Set() }), // what an input says is text, also where it looks like a mark
  ));
