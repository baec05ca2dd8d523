import type { Needs, TaskDefinition } from '@taskbench/contracts';
import { CONTEXT_SHARE } from '../long-inputs/parts.ts';
import { promptBytes, prompter } from '../prompting/prompt.ts';

/** How a task's calls are likely to be, in tokens. */
export interface Calls {
  readonly longest_prompt: number;
  readonly typical: { readonly prompt_tokens: number; readonly completion_tokens: number };
}

// Most tokenizers make fewer tokens of prose; of some languages they make more.
const BYTES_PER_TOKEN = 3;
const tokensOf = (bytes: number): number => Math.ceil(bytes / BYTES_PER_TOKEN);

/** Where nothing says what a call is like. */
const ANY: Calls = { longest_prompt: 0, typical: { prompt_tokens: 1_000, completion_tokens: 300 } };

/** The calls of a task, estimated: prompts from its inputs, answers from their gold. */
export function callsOf(task: TaskDefinition | null): Calls {
  if (!task || task.inputs.length === 0) return ANY;
  const prompt = prompter(task);
  const prompts = task.inputs.map(({ text }) => promptBytes(prompt(text)));
  const answers = task.inputs.flatMap(({ gold }) => (gold === undefined ? [] : [Buffer.byteLength(textOf(gold))]));
  return {
    longest_prompt: tokensOf(prompts.reduce((most, one) => Math.max(most, one))),
    typical: {
      prompt_tokens: tokensOf(median(prompts)),
      completion_tokens: answers.length > 0 ? tokensOf(median(answers)) : ANY.typical.completion_tokens,
    },
  };
}

/** What a task needs, but for what somebody says it does. */
export const needsOf = (task: TaskDefinition | null, calls: Calls, maxTokens: number, said: Needs): Needs => ({
  ...(task && calls.longest_prompt > 0 && { min_context: contextFor(calls.longest_prompt, maxTokens) }),
  ...(task && { structured_output: task.output.format === 'json' }),
  ...said,
});

/** A context in which a prompt takes no more than it may, and its answer has room beside it. */
const contextFor = (prompt: number, maxTokens: number): number =>
  Math.max(prompt + maxTokens, Math.ceil(prompt / CONTEXT_SHARE));

const textOf = (gold: unknown): string => (typeof gold === 'string' ? gold : JSON.stringify(gold));
const median = (bytes: readonly number[]): number =>
  bytes.toSorted((a, b) => a - b)[Math.floor((bytes.length - 1) / 2)]!;
