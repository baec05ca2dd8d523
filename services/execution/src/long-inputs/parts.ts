import type { PinnedModel, TaskDefinition, TaskInput } from '@taskbench/contracts';
import type { Message } from '@taskbench/models';
import { Kept } from '@taskbench/service-kit';
import { promptBytes, prompter, templateOf } from '../prompting/prompt.ts';
import { split } from './split.ts';
import { tokenCounter, type Count } from './tokens.ts';

/** Of a model's context, that a prompt may take: the rest is for the answer, and for what the estimate is wrong by. */
const SHARE = 0.8;
/** More requests for one answer than anybody wants. */
const MOST_PARTS = 50;
/** A part with less of the input says nothing. */
const LEAST_ROOM = 50;

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
  const most = Math.floor(model.context_length * SHARE);
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

/** The parts of long inputs, the last ones kept: every call of an input asks for the same. */
export class Parts {
  private readonly kept = new Kept<readonly string[]>(256);

  /** The texts that a model is shown of an input, one a request. `of`: names the task's version. */
  of(
    of: string,
    task: TaskDefinition,
    model: Reader,
    input: Pick<TaskInput, 'id' | 'text'>,
  ): Promise<readonly string[]> {
    const key = JSON.stringify([of, model.prompt, model.context_length, input.id]);
    return this.kept.get(key, async () => (await tooLong(task, model, input))?.parts ?? [input.text]);
  }
}
