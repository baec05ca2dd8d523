import type { PinnedModel, TaskDefinition, TaskInput } from '@taskbench/contracts';
import type { Message } from '@taskbench/models';
import { Kept } from '@taskbench/service-kit';
import { promptBytes, prompter, templateOf } from '../prompting/prompt.ts';
import { split } from './split.ts';
import { tokenCounter, type Count } from './tokens.ts';

/** Of a model's context, that a prompt may take: the rest is for the answer, and for what the estimate is wrong by. */
export const CONTEXT_SHARE = 0.8;
/** More requests for one answer than anybody wants. */
const MOST_PARTS = 50;
/** A part with less of the input says nothing. */
const LEAST_ROOM = 50;
/** What a provider's own tokenizer may count more than ours. */
const MARGIN = 1.1;

/** An input that does not fit a model's context, in tokens: estimates. */
export interface TooLong {
  readonly tokens: number;
  readonly most: number;
  /** What each request would show of it; null where not even parts of it fit. */
  readonly parts: readonly string[] | null;
}

type Reader = Pick<PinnedModel, 'prompt' | 'context_length'>;

/** Whether an input's prompt takes more of a model's context than it may, and the parts that would not. Null: it fits. */
export async function tooLong(
  task: TaskDefinition,
  model: Reader,
  input: Pick<TaskInput, 'text'>,
): Promise<TooLong | null> {
  if (!model.context_length) return null;
  const most = Math.floor(model.context_length * CONTEXT_SHARE);
  const prompt = prompter(task, templateOf(task, model));
  if (promptBytes(prompt(input.text)) <= most) return null; // never more tokens than bytes
  const count = await tokenCounter();
  const tokens = tokensOf(prompt(input.text), count);
  if (tokens <= most) return null;
  const room = most - tokensOf(prompt(''), count);
  const parts = room < LEAST_ROOM ? null : split(input.text, room, count);
  return { tokens, most, parts: parts && parts.length <= MOST_PARTS ? parts : null };
}

/** What a message takes beside its words. */
const FRAME = 4;
const tokensOf = (messages: readonly Message[], count: Count): number =>
  messages.reduce((sum, { content }) => sum + count(content) + FRAME, 0);

/**
 * How many of so many tokens an answer has room for in a model's context beside a prompt. Providers refuse a request that
 * asks for more than fits (vLLM, for one), although hardly an answer takes all that it may.
 */
export async function answerRoom(
  { context_length }: Pick<PinnedModel, 'context_length'>,
  prompt: readonly Message[],
  max_tokens: number,
): Promise<number> {
  if (!context_length || promptBytes(prompt) + max_tokens <= context_length) return max_tokens;
  const taken = Math.ceil(tokensOf(prompt, await tokenCounter()) * MARGIN);
  return Math.max(1, Math.min(max_tokens, context_length - taken));
}

/** What a model is shown of an input, one text a request, and how many tokens each answer may have. */
export interface Shown {
  readonly texts: readonly string[];
  readonly max_tokens: number;
}

/** What is shown of inputs, the last ones kept: every call of an input asks for the same. */
export class Parts {
  private readonly kept = new Kept<Shown>(256);

  /** Of an input, to a model that may answer with so many tokens. `of`: names the task's version. */
  of(
    of: string,
    task: TaskDefinition,
    model: Reader,
    input: Pick<TaskInput, 'id' | 'text'>,
    max_tokens: number,
  ): Promise<Shown> {
    const key = JSON.stringify([of, model.prompt, model.context_length, max_tokens, input.id]);
    return this.kept.get(key, async () => {
      const texts = (await tooLong(task, model, input))?.parts ?? [input.text];
      const prompt = prompter(task, templateOf(task, model));
      const rooms = await Promise.all(texts.map((text) => answerRoom(model, prompt(text), max_tokens)));
      return { texts, max_tokens: Math.min(...rooms) };
    });
  }
}
