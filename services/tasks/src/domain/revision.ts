import type { OutputSpec, ReviseTask, TaskDefinition } from '@taskbench/contracts';
import { inferredOutput } from './definition.ts';

/**
 * A task's version with a change put in: what is given replaces what was, the rest stays. An output that was inferred
 * is inferred again when the gold changes.
 */
export function revised({ inputs, output, ...described }: TaskDefinition, change: ReviseTask): Record<string, unknown> {
  const newGold = change.inputs !== undefined || change.gold_data !== undefined;
  const inferred = same(output, inferredOutput(inputs.map(({ gold }) => gold)));
  return {
    ...described,
    ...(!newGold && inputs.length > 0 && { inputs }),
    ...(!(newGold && inferred) && { output }),
    ...change,
  };
}

const same = (one: OutputSpec, other: OutputSpec): boolean =>
  !one.fields &&
  !other.fields &&
  one.format === other.format &&
  JSON.stringify(one.items) === JSON.stringify(other.items) &&
  one.threshold === other.threshold;
