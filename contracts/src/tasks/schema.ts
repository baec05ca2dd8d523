import { z } from 'zod';
import { TaskYaml } from './yaml.ts';

/** A task's YAML as a JSON Schema, for editors: what they offer and what they underline. */
export const taskSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(TaskYaml, { io: 'input', unrepresentable: 'any' }),
  title: 'A task of LLM TaskBench',
});
