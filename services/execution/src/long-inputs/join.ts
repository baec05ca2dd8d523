import { canonical, columnsOf, type OutputSpec } from '@taskbench/contracts';
import { jsonOf } from '@taskbench/service-kit';
import { normaliseText } from '@taskbench/statistics';

/** Whether the answers to parts of an input can be put together without asking the model. */
export const canJoin = ({ format, items }: Pick<OutputSpec, 'format' | 'items'>): boolean =>
  format === 'json_lines' ||
  format === 'csv' ||
  (format === 'json' && (items === undefined || LIST.test(String(items))));

const LIST = /^\$(?:\.([A-Za-z_]\w*))?$/;

/**
 * The answers to parts of an input as one: their items in order, without those that the part before has as well, which is
 * what stands in the overlap. Where one of them cannot be read, all of them as they are, which cannot be read either.
 */
export function joined(answers: readonly string[], output: OutputSpec): string {
  const read = answers.map((answer) => itemsIn(bare(answer), output));
  if (!read.every((items) => items !== null)) return answers.join('\n');
  const items = read.flatMap((own, at) => {
    const before = new Set((read[at - 1] ?? []).map(named));
    return own.filter((item) => !before.has(named(item)));
  });
  return written(items, output, answers);
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

function written(all: Items, { format, items, fields }: OutputSpec, answers: readonly string[]): string {
  if (format === 'csv') {
    const header =
      bare(answers[0]!).split(/\r?\n/)[0] ??
      columnsOf({ fields })
        .map(([name]) => name)
        .join(',');
    return [header, ...all].join('\n');
  }
  if (format === 'json_lines') return all.map((item) => JSON.stringify(item)).join('\n');
  const name = LIST.exec(String(items ?? '$'))?.[1];
  return JSON.stringify(name === undefined ? all : { [name]: all });
}

/** What a code fence holds, where the answer is one. */
const bare = (answer: string): string => /^\s*```\w*\n([\s\S]*?)\n```\s*$/.exec(answer)?.[1] ?? answer.trim();

const named = (item: unknown): string => normaliseText(typeof item === 'string' ? item : canonical(item));
