import { costOf, formatUsd } from '@taskbench/contracts';
import type { SimulatedModel } from './models.ts';

const CHARACTERS_PER_TOKEN = 4;
export const tokensOf = (text: string): number => Math.max(1, Math.ceil(text.length / CHARACTERS_PER_TOKEN));

/** A text as far as it may go. */
export const within = (text: string, maxTokens: number | null | undefined): string =>
  maxTokens ? text.slice(0, maxTokens * CHARACTERS_PER_TOKEN) : text;

/** What an answer costs, and the usage that is told; with `untrue`, tokens are told that nobody charges. */
export function charge(
  model: SimulatedModel,
  { prompt, text, untrue }: { prompt: string; text: string; untrue: boolean },
): { nano: number; tokens: number; usage: string } {
  const prompt_tokens = tokensOf(prompt);
  const tokens = tokensOf(text);
  const nano = costOf({ prompt: prompt_tokens, completion: tokens }, model) ?? 0;
  const told = untrue ? tokens * 10 : tokens;
  // Written as text: a float would lose the exact amount.
  const usage = `{"prompt_tokens":${prompt_tokens},"completion_tokens":${told},"total_tokens":${prompt_tokens + told},"cost":${formatUsd(nano)}}`;
  return { nano, tokens, usage };
}
