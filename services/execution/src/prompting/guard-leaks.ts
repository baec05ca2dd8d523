import type { PinnedModel, TaskDefinition } from '@taskbench/contracts';
import { BadInput } from '@taskbench/service-kit';
import { leaksOf, type Leak } from './leaks.ts';
import { promptParts } from './prompt.ts';

const MOST_SAID = 10;

/** A task's own prompt, or its further one that a model names. */
export const templateOf = (task: TaskDefinition, { prompt }: Pick<PinnedModel, 'prompt'>): string | undefined =>
  prompt === undefined ? task.prompt : task.prompts?.[prompt];

/** Refuses prompts that the task does not have. */
export function knownPrompts({ prompts = {} }: TaskDefinition, models: readonly PinnedModel[]): void {
  const errors = models.flatMap(({ prompt }, at) => {
    if (prompt === undefined || Object.hasOwn(prompts, prompt)) return [];
    const names = Object.keys(prompts).join(', ');
    return [
      {
        path: `models.${at}.prompt`,
        message: `this task has no prompt "${prompt}"; it has ${names || 'none by name'}`,
      },
    ];
  });
  if (errors.length > 0) throw new BadInput(errors, 'unknown-prompt');
}

/** How many right answers stand in the prompts of an evaluation. Throws a `BadInput` with their places unless they are allowed. */
export function guardLeaks(task: TaskDefinition, models: readonly PinnedModel[], allowed: boolean): number {
  const leaks = new Map<string, Leak>();
  for (const name of new Set(models.map(({ prompt }) => prompt))) {
    const parts = promptParts(
      task,
      templateOf(task, { prompt: name }),
      name === undefined ? 'prompt' : `prompts.${name}`,
    );
    for (const leak of leaksOf(parts, task.inputs)) leaks.set(JSON.stringify(leak), leak);
  }
  if (leaks.size === 0 || allowed) return leaks.size;
  const said = [...leaks.values()].slice(0, MOST_SAID).map(({ input_id, part, line, excerpt }) => ({
    path: part,
    message: `the right answer of input "${input_id}" stands in line ${line} of the task's ${part}: "${excerpt}". Take it out, or say allow_leaks.`,
  }));
  throw new BadInput(said, 'gold-in-prompt');
}
