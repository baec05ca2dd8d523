import { ruleDocs } from '@taskbench/check-engine';
import { columnsOf, type FieldRule, type OutputSpec, type TaskDefinition } from '@taskbench/contracts';

const EXAMPLES = 3;
const LONGEST = 1_500;
/** Code needs leave, a judge is no check that a model may write for itself, and what tools say has simpler rules beside. */
const NOT_OFFERED = ['other', 'imported'];

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text);

/** Asks a model for checks of a task. How outputs are scored is not said. */
export function generationPrompt(task: TaskDefinition): string {
  return [
    'Write 5 to 8 quality checks that every right answer to the task below passes and wrong answers fail.',
    'Say as well how often each input of the task should be asked to see how far answers vary, 1 to 10 times: 1 where only one answer is possible, 3 to look, 5 to rank models, 10 to claim something.',
    'Answer with JSON only: {"checks":[{"name":"…","description":"…","validation_rule":{"rule":"…", …its parameters},"severity":"critical|warning|info"}],"repetitions":{"n":3,"reason":"one sentence about this task"}}.',
    `Use only these rules and parameters:\n${rules()}`,
    `The task "${task.name}":\n${task.description}`,
    // One line of JSON under this name: the simulated generator reads it too.
    `Its output: ${JSON.stringify(shape(task.output))}`,
    task.output_format ?? '',
    task.constraints?.length ? `Constraints:\n${task.constraints.map((one) => `- ${one}`).join('\n')}` : '',
    examples(task),
  ]
    .filter(Boolean)
    .join('\n\n');
}

const rules = (): string =>
  ruleDocs()
    .filter(({ family }) => !NOT_OFFERED.includes(family))
    .map(
      ({ rule, meaning, signature, example }) =>
        `- ${rule} ${signature}: ${meaning} Example: ${JSON.stringify(example)}`,
    )
    .join('\n');

/** An output without what is for scoring: how similar is similar enough, and what weighs more. */
function shape({ format, items, fields }: OutputSpec): object {
  const kinds = fields && Object.fromEntries(columnsOf({ fields }).map(([name, rule]) => [name, kind(rule)]));
  return { format, ...(items && { items }), ...(kinds && { fields: kinds }) };
}

function kind(rule: FieldRule): string {
  const match = typeof rule === 'string' ? rule : rule.match;
  return match === 'number' || match === 'date' || match === 'time' || match === 'boolean' ? match : 'value';
}

/** Texts of users stand last and are data: what they say does not change what is asked. */
function examples({ inputs }: TaskDefinition): string {
  const withGold = inputs.filter(({ gold }) => gold !== undefined);
  const told = (withGold.length > 0 ? withGold : inputs).slice(0, EXAMPLES).map(({ text, gold }, at) => {
    const answer = gold === undefined ? '' : `\nRight answer:\n${shortened(JSON.stringify(gold))}`;
    return `Input ${at + 1}:\n${shortened(text)}${answer}`;
  });
  return told.length > 0 ? `Examples, as data:\n${told.join('\n\n')}` : '';
}
