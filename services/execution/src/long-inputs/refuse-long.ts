import type { LongInputs, PinnedModel, TaskDefinition } from '@taskbench/contracts';
import { BadInput } from '@taskbench/service-kit';
import { canJoin } from './join.ts';
import { tooLong } from './parts.ts';

const MOST_SAID = 10;

/** Throws a `BadInput` that names inputs which do not fit a model, unless they are to be split and can be. */
export async function refuseLong(task: TaskDefinition, models: readonly PinnedModel[], how: LongInputs): Promise<void> {
  if (how === 'join' && !canJoin(task.output)) {
    const message = `answers in the format ${task.output.format} cannot be joined without the model: say merge`;
    throw new BadInput([{ path: 'long_inputs', message }], 'not-joinable');
  }
  const errors: { path: string; message: string }[] = [];
  for (const [at, model] of models.entries()) {
    for (const input of task.inputs) {
      if (errors.length === MOST_SAID) break;
      const long = await tooLong(task, model, input);
      if (!long || (how !== 'refuse' && long.parts)) continue;
      const is = `input "${input.id}" makes a prompt of about ${long.tokens} tokens, and "${model.label}" takes ${long.most} (80 % of its context)`;
      const then = long.parts
        ? 'Leave one of them out, or say long_inputs: join or merge.'
        : 'It cannot be split into 50 parts that fit.';
      errors.push({ path: `models.${at}`, message: `${is}. ${then}` });
    }
  }
  if (errors.length > 0) throw new BadInput(errors, 'input-too-long');
}
