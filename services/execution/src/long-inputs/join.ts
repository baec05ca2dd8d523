import { canonical, columnsOf, type OutputSpec } from '@taskbench/contracts';
import { jsonOf } from '@taskbench/service-kit';
import { normaliseText } from '@taskbench/statistics';

/** Whether the answers to parts of an input can be put together without asking the model. */
export const canJoin = ({ format, items }: Pick<OutputSpec, 'format' | 'items'>): boolean =>
  format === 'json_lines' ||
  format === 'csv' ||
  (format === 'json' && (items === undefined || LIST.test(String(items))));

const LIST = /^\$(?:\.([A-Za-z_]\w*))?$/;

/** Answers to parts of an input as one text; `unjoined` where one of them cannot be read, and the text is all of them. */
export interface Joined {
  readonly text: string;
  readonly unjoined: boolean;
}

/**
 * The answers to parts of an input as one: their items in order, without those that the part before has as well, which is
 * what stands in the overlap.
 */
export function joined(answers: readonly string[], output: OutputSpec): Joined {
  const tables = output.format !== 'csv' || sameColumns(answers, output);
  const read = answers.map((answer) => (tables ? itemsIn(bare(answer), output) : null));
  if (!read.every((items) => items !== null)) return { text: answers.join('\n'), unjoined: true };
  const items = read.flatMap((own, at) => {
    const before = new Set((read[at - 1] ?? []).map(named));
    return own.filter((item) => !before.has(named(item)));
  });
  return { text: written(items, output, answers), unjoined: false };
}

/** Whether all are tables of the same columns: a sentence, or a table without its header, would be rows of another. */
function sameColumns(answers: readonly string[], output: OutputSpec): boolean {
  const headers = answers.map(headerOf);
  const names = headers[0]!.split(',').map((name) => name.replaceAll('"', '').trim());
  const declared = columnsOf(output).map(([name]) => name);
  const isTable = declared.length === 0 || names.some((name) => declared.includes(name));
  return isTable && headers.every((header) => normaliseText(header) === normaliseText(headers[0]!));
}

type Items = readonly unknown[];

function itemsIn(answer: string, { format, items }: OutputSpec): Items | null {
  if (format === 'csv')
    return answer
      .split(/\r?\n/)
      .slice(1)
      .filter((row) => row.trim() !== '');
  const lines =
    format === 'json_lines'
      ? answer
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map(jsonOf)
      : null;
  if (lines) return lines.includes(undefined) ? null : lines;
  const value = jsonOf(answer);
  const name = LIST.exec(String(items ?? '$'))?.[1];
  const list = name === undefined ? value : (value as Record<string, unknown> | null | undefined)?.[name];
  return Array.isArray(list) ? list : null;
}

function written(all: Items, { format, items }: OutputSpec, answers: readonly string[]): string {
  if (format === 'csv') return [headerOf(answers[0]!), ...all].join('\n');
  if (format === 'json_lines') return all.map((item) => JSON.stringify(item)).join('\n');
  const name = LIST.exec(String(items ?? '$'))?.[1];
  return JSON.stringify(name === undefined ? all : { [name]: all });
}

const headerOf = (table: string): string => bare(table).split(/\r?\n/)[0]!;

/** What the code fence of an answer holds, where it has one. */
function bare(answer: string): string {
  const fenced = [...answer.matchAll(/^```[^\n`]*\n([\s\S]*?)^```[ \t]*$/gm)].map(([, inside]) => inside!);
  return (fenced.length === 1 ? fenced[0]! : answer).trim();
}

const named = (item: unknown): string => normaliseText(typeof item === 'string' ? item : canonical(item));
