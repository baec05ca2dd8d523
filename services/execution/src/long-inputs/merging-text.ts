import type { TaskDefinition } from '@taskbench/contracts';
import type { Message } from '@taskbench/models';
import { promptOf } from '../prompting/prompt.ts';

const ASKED =
  'The input was too long for one request. Its parts, which overlap a little, were answered one by one. Put these answers together into one answer to the whole input, in the same form, with nothing in it twice.';

/** Asks a model to make one answer of its answers to parts, with the task's prompt around them. */
export const mergePrompt = (
  task: TaskDefinition,
  answers: readonly string[],
  template: string | undefined,
): Message[] =>
  promptOf(
    task,
    { text: [ASKED, ...answers.map((answer, at) => `Answer to part ${at + 1}:\n${answer}`)].join('\n\n') },
    template,
  );
