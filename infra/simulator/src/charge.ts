import { costOf, formatUsd } from '@taskbench/contracts';
import type { Fault } from './faults.ts';
import type { SimulatedModel } from './models.ts';

const CHARACTERS_PER_TOKEN = 4;
export const tokensOf = (text: string): number => Math.max(1, Math.ceil(text.length / CHARACTERS_PER_TOKEN));

/** A text as far as it may go. */
export const within = (text: string, maxTokens: number | null | undefined): string =>
  maxTokens ? text.slice(0, maxTokens * CHARACTERS_PER_TOKEN) : text;

const UNTRUE: Partial<Record<Fault, (tokens: number) => number>> = {
  wrong_usage: (tokens) => tokens * 10,
  negative_usage: (tokens) => -tokens,
  absurd_usage: () => 1e15,
};

/** What an answer costs, and the usage that is told; some faults tell tokens that nobody charges, or none. */
export function charge(
  model: SimulatedModel,
  { prompt, text, fault }: { prompt: string; text: string; fault: Fault | null },
): { nano: number; tokens: number; prompt_tokens: number; usage: string } {
  const prompt_tokens = tokensOf(prompt);
  const tokens = tokensOf(text);
  const nano = costOf({ prompt: prompt_tokens, completion: tokens }, model) ?? 0;
  if (fault === 'no_usage') return { nano, tokens, prompt_tokens, usage: 'null' };
  const told = (fault && UNTRUE[fault]?.(tokens)) ?? tokens;
  // Written as text: a float would lose the exact amount.
  const usage = `{"prompt_tokens":${prompt_tokens},"completion_tokens":${told},"total_tokens":${prompt_tokens + told},"cost":${formatUsd(nano)}}`;
  return { nano, tokens, prompt_tokens, usage };
}
