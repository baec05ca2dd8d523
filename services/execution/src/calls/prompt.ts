import type { OutputSpec, TaskDefinition, TaskInput } from '@taskbench/contracts';
import type { Message } from '@taskbench/models';

/** The messages of a call: the task's own template, or the task in plain words. Nothing about scoring is shown. */
export function promptOf(task: TaskDefinition, input: Pick<TaskInput, 'text'>): Message[] {
  if (task.prompt) return [{ role: 'user', content: task.prompt.replaceAll('{{input}}', () => input.text) }];
  const parts = [
    task.description,
    task.constraints?.length ? `Constraints:\n${task.constraints.map((one) => `- ${one}`).join('\n')}` : '',
    task.output_format ?? '',
    shape(task.output),
  ];
  return [
    { role: 'system', content: parts.filter(Boolean).join('\n\n') },
    { role: 'user', content: input.text },
  ];
}

/** UTF-8 bytes of a prompt: never fewer than its tokens, so they bound what it can cost. */
export const promptBytes = (messages: readonly Message[]): number =>
  messages.reduce((sum, { content }) => sum + Buffer.byteLength(content, 'utf8') + 16, 0);

const KINDS: Readonly<Record<string, unknown>> = { number: 0, date: 'YYYY-MM-DD or null', boolean: true };

/** Says what the answer must look like, by example. */
function shape({ format, items, fields }: OutputSpec): string {
  if (format === 'label') return 'Answer with the label only.';
  const item = fields
    ? Object.fromEntries(
        Object.entries(fields).map(([name, rule]) => [
          name,
          KINDS[typeof rule === 'string' ? rule : rule.match] ?? 'text',
        ]),
      )
    : 'text';
  if (format === 'json_lines')
    return `Answer with one JSON value a line and nothing else, each like this: ${JSON.stringify(item)}`;
  const path = items?.match(/^\$\.([A-Za-z_]\w*)$/)?.[1];
  const list = fields || path ? [item] : null;
  const answer = path ? { [path]: list } : list;
  return answer
    ? `Answer with JSON only, in this form (the list may be empty): ${JSON.stringify(answer)}`
    : 'Answer with JSON only.';
}
