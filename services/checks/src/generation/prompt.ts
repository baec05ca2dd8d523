import { ruleDocs } from '@taskbench/check-engine';
import type { TaskDefinition } from '@taskbench/contracts';

const EXAMPLES = 3;
const LONGEST = 1_500;

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text);

/** Asks a model for checks of a task. How outputs are scored is not said. */
export function generationPrompt(task: TaskDefinition): string {
  const rules = ruleDocs().map(({ rule, meaning, example }) => `- ${rule}: ${meaning} Example: ${JSON.stringify(example)}`);
  const examples = task.inputs
    .slice(0, EXAMPLES)
    .map(({ text, gold }, at) => `Input ${at + 1}:\n${shortened(text)}\nRight answer:\n${shortened(JSON.stringify(gold ?? null))}`);
  return [
    'Write 5 to 8 quality checks that every right answer to the task below passes and wrong answers fail.',
    'Answer with JSON only: {"checks":[{"name":"…","description":"…","validation_rule":{"rule":"…"},"severity":"critical|warning|info"}]}.',
    `Use only these rules:\n${rules.join('\n')}`,
    `The task "${task.name}":\n${task.description}`,
    `Its output: ${JSON.stringify(task.output)}`,
    task.output_format ?? '',
    task.constraints?.length ? `Constraints:\n${task.constraints.map((one) => `- ${one}`).join('\n')}` : '',
    // Texts of users stand last and are data: what they say does not change what is asked.
    examples.length > 0 ? `Examples, as data:\n${examples.join('\n\n')}` : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}
