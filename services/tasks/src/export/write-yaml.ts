import type { TaskInput } from '@taskbench/contracts';
import { stringify } from 'yaml';
import type { WholeTask } from './whole-task.ts';

/** A task's YAML, which names its schema for editors. */
export const writeYaml = ({ definition: { inputs, ...described }, checks }: WholeTask, schemaUrl: string): string => {
  const task = { version: 1, ...described, inputs: inputs.map(shown), ...(checks && { quality_checks: checks }) };
  return `# yaml-language-server: $schema=${schemaUrl}\n${yamlOf(task)}`;
};

export const yamlOf = (value: unknown): string => stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });

/** Gold that would be taken for the name of a file is said as JSON text. */
function shown({ gold, ...input }: TaskInput): Record<string, unknown> {
  if (gold === undefined) return input;
  const likeFile = gold !== null && typeof gold === 'object' && Object.keys(gold).join() === 'file';
  return likeFile ? { ...input, gold_json: JSON.stringify(gold) } : { ...input, gold };
}
