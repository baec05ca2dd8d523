import {
  columnsOf,
  VARIABLE,
  type FieldRule,
  type Matcher,
  type OutputSpec,
  type PinnedModel,
  type TaskDefinition,
  type TemplateVariable,
} from '@taskbench/contracts';
import type { Message } from '@taskbench/models';
import type { PromptPart } from './leaks.ts';

/** A task's own prompt, or its further one that a model names. */
export const templateOf = (task: TaskDefinition, { prompt }: Pick<PinnedModel, 'prompt'>): string | undefined =>
  prompt === undefined ? task.prompt : task.prompts?.[prompt];

/** Makes the messages of calls: a template filled in, or the task in plain words. Nothing about scoring is shown. */
export function prompter(
  task: TaskDefinition,
  template: string | undefined = task.prompt,
): (text: string) => Message[] {
  const formatted = [task.output_format, shape(task.output)].filter(Boolean).join('\n\n');
  const constraints = task.constraints?.map((one) => `- ${one}`).join('\n') ?? '';
  if (template) {
    return (input) => {
      const values = { input, description: task.description, constraints, output_format: formatted };
      const filled = (whole: string, name: string) =>
        Object.hasOwn(values, name) ? values[name as TemplateVariable] : whole;
      return [{ role: 'user', content: template.replace(VARIABLE, filled) }];
    };
  }
  const parts = [task.description, constraints && `Constraints:\n${constraints}`, formatted];
  const system = { role: 'system', content: parts.filter(Boolean).join('\n\n') } as const;
  return (input) => [system, { role: 'user', content: input }];
}

/** What of a prompt is the same for every input, by where a person wrote it. `named`: where the template stands. */
export function promptParts(task: TaskDefinition, template = task.prompt, named = 'prompt'): PromptPart[] {
  const own: Record<Exclude<TemplateVariable, 'input'>, PromptPart[]> = {
    description: [{ part: 'description', text: task.description }],
    constraints: (task.constraints ?? []).map((text, at) => ({ part: `constraints.${at}`, text })),
    output_format: task.output_format ? [{ part: 'output_format', text: task.output_format }] : [],
  };
  if (!template) return Object.values(own).flat();
  const used = new Set([...template.matchAll(VARIABLE)].map(([, name]) => name));
  const put = Object.entries(own).flatMap(([name, parts]) => (used.has(name) ? parts : []));
  return [{ part: named, text: template.replace(VARIABLE, ' ') }, ...put];
}

/** UTF-8 bytes of a prompt: never fewer than its tokens, so they bound what it can cost. */
export const promptBytes = (messages: readonly Message[]): number =>
  messages.reduce((sum, { content }) => sum + Buffer.byteLength(content, 'utf8') + 16, 0);

const KINDS: Readonly<Partial<Record<Matcher, unknown>>> = {
  number: 0,
  date: 'YYYY-MM-DD or null',
  time: 'HH:MM:SS',
  boolean: true,
  set: ['text'],
};
const kindOf = (rule: FieldRule): unknown => KINDS[typeof rule === 'string' ? rule : rule.match] ?? 'text';

/** Says what the answer must look like, by example. */
function shape(output: OutputSpec): string {
  const columns = columnsOf(output);
  const item = output.fields ? Object.fromEntries(columns.map(([name, rule]) => [name, kindOf(rule)])) : 'text';
  return SHAPES[output.format](
    item,
    output,
    columns.map(([name]) => name),
  );
}

type Say = (item: unknown, output: OutputSpec, columns: readonly string[]) => string;
const SHAPES: Readonly<Record<OutputSpec['format'], Say>> = {
  json: jsonShape,
  json_lines: (item) => `Answer with one JSON value a line and nothing else, each like this: ${JSON.stringify(item)}`,
  csv: (_, __, columns) =>
    `Answer with CSV only (RFC 4180): a header row, then one row for each item.${columns.length > 0 ? ` The header: ${columns.join(',')}` : ''}`,
  markdown: (_, __, columns) =>
    columns.length > 0
      ? `Answer with one Markdown table only, with the columns ${columns.join(', ')}.`
      : 'Answer with one Markdown list only, or with the word none.',
  text: () => '', // a pattern is for scoring; what to write is the task's to say
  label: () => 'Answer with the label only.',
};

function jsonShape(item: unknown, { items, fields }: OutputSpec): string {
  const path = typeof items === 'string' ? /^\$\.([A-Za-z_]\w*)$/.exec(items)?.[1] : undefined;
  const list = fields || path ? [item] : null;
  const answer = path ? { [path]: list } : list;
  return answer
    ? `Answer with JSON only, in this form (the list may be empty): ${JSON.stringify(answer)}`
    : 'Answer with JSON only.';
}
