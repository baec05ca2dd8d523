import type { PinnedModel, TaskDefinition } from '@taskbench/contracts';
import { BadInput } from '@taskbench/service-kit';

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
