import type { PinnedModel, TaskDefinition } from '@taskbench/contracts';
import { BadInput } from '@taskbench/service-kit';
import { leaksOf, type Leak } from './leaks.ts';
import { promptParts, templateOf } from './prompt.ts';

const MOST_SAID = 10;

/** How many right answers stand in the prompts of an evaluation. Throws a `BadInput` with their places unless they are allowed. */
export function guardLeaks(task: TaskDefinition, models: readonly PinnedModel[], allowed: boolean): number {
  const leaks = new Map<string, Leak>();
  for (const name of new Set(models.map(({ prompt }) => prompt))) {
    const parts = promptParts(
      task,
      templateOf(task, { prompt: name }),
      name === undefined ? 'prompt' : `prompts.${name}`,
    );
    for (const leak of leaksOf(parts, task.inputs, task.output.format)) leaks.set(JSON.stringify(leak), leak);
  }
  if (leaks.size === 0 || allowed) return leaks.size;
  const said = [...leaks.values()].slice(0, MOST_SAID).map(({ input_id, part, line, excerpt }) => ({
    path: part,
    message: `the right answer of input "${input_id}" stands in line ${line} of the task's ${part}: "${excerpt}". Take it out, or say allow_leaks.`,
  }));
  throw new BadInput(said, 'gold-in-prompt');
}
