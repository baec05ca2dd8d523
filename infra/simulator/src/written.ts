import { columnsOf, type OutputSpec } from '@taskbench/contracts';
import { isRecord } from './item.ts';

/** How a format's answers are written, and how they go wrong as a whole. */
export interface Written {
  readonly write: (items: readonly unknown[]) => string;
  /** Breaks the answer off, so that no fair reader takes it for one. */
  readonly broken: (text: string) => string;
  /** What a model puts around it: a fair reader takes each of them off. */
  readonly surroundings: readonly ((text: string) => string)[];
}

const fenced = (name: string) => (text: string) => `\`\`\`${name}\n${text}\n\`\`\``;
const around = (text: string) => `Here is the result:\n\n${text}\n\nTell me if you need anything else.`;
const introduced = (name: string) => (text: string) => `Here is the result:\n\n${fenced(name)(text)}`;
const anyhow = (name: string) => [fenced(name), around, introduced(name)];

const cutOff = (text: string) => `${text.slice(0, -4)}{"`;
/** Where a format knows no empty answer: an answer without text would be a failed call. */
const UNSURE = 'I cannot tell.';
const onlyBegun = () => 'Here is the res';

/** The format of a task's output, for a gold of this shape. */
export function writtenAs({ format, items, fields }: OutputSpec, gold: unknown): Written {
  switch (format) {
    case 'json':
      return { write: (list) => asJson(list, gold, keyOf(items, gold)), broken: cutOff, surroundings: anyhow('json') };
    case 'json_lines': {
      const lines = (list: readonly unknown[]) => list.map((item) => JSON.stringify(item)).join('\n');
      const write = (list: readonly unknown[]) => (list.length === 0 ? fenced('jsonl')('') : lines(list));
      const surrounded = (text: string) => (text.startsWith('`') ? text : fenced('jsonl')(text));
      return { write, broken: (text) => `${text}{"`, surroundings: [surrounded] };
    }
    case 'csv': {
      const columns = columnsOf({ fields }).map(([name]) => name);
      const broken = (text: string) => `${text}\n"`; // within a quoted cell
      return { write: (list) => asCsv(list, columns), broken, surroundings: anyhow('csv') };
    }
    case 'markdown':
      return { write: asMarkdown, broken: onlyBegun, surroundings: [fenced('markdown'), introduced('markdown')] };
    case 'text': {
      const lead = typeof items === 'object' ? leadOf(items.pattern) : '';
      return {
        write: (list) => list.map((one) => `${lead}${String(one)}`).join('\n') || UNSURE,
        broken: onlyBegun,
        surroundings: [fenced('')],
      };
    }
    case 'label': {
      const broken = (text: string) => text.slice(0, Math.ceil(text.length / 2));
      return { write: (list) => list.join(' or ') || UNSURE, broken, surroundings: [fenced('')] };
    }
  }
}

/** The name under which the list of items stands in a JSON answer; undefined where it stands alone. */
export function keyOf(items: OutputSpec['items'], gold: unknown): string | undefined {
  const named = typeof items === 'string' ? /^\$\.(\w+)$/.exec(items)?.[1] : undefined;
  if (named !== undefined || !isRecord(gold) || items !== undefined) return named;
  const lists = Object.keys(gold).filter((key) => Array.isArray(gold[key]));
  return lists.length === 1 ? lists[0] : undefined;
}

function asJson(list: readonly unknown[], gold: unknown, key: string | undefined): string {
  const alone = Array.isArray(gold) || list.length > 1 ? list : (list[0] ?? null);
  const value = key === undefined ? alone : { ...(isRecord(gold) && gold), [key]: list };
  return JSON.stringify(value, null, 1);
}

function asCsv(list: readonly unknown[], declared: readonly string[]): string {
  const columns = declared.length > 0 ? declared : isRecord(list[0]) ? Object.keys(list[0]) : ['value'];
  const cell = (value: unknown) => {
    const text = value === null || value === undefined ? '' : Array.isArray(value) ? value.join('; ') : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const row = (item: unknown) => columns.map((name) => cell(isRecord(item) ? item[name] : item)).join(',');
  return [columns.map(cell).join(','), ...list.map(row)].join('\n');
}

function asMarkdown(list: readonly unknown[]): string {
  const [first] = list;
  if (!isRecord(first)) return list.length === 0 ? 'none' : list.map((item) => `- ${String(item)}`).join('\n');
  const names = Object.keys(first);
  const row = (cells: readonly unknown[]) =>
    `| ${cells.map((one) => String(one ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
  const body = list.map((item) => row(names.map((name) => (isRecord(item) ? item[name] : ''))));
  return [row(names), row(names.map(() => '---')), ...body].join('\n');
}

/** What a pattern wants before its group, written out: `A: *(\d+)` gives `A: `. */
const leadOf = (pattern: string): string =>
  pattern
    .replace(/^\(\?\w+\)/, '')
    .split('(')[0]!
    .replace(/^\^/, '')
    .replace(/(?:\\s| )[*+?]?/g, ' ')
    .replace(/\\(\W)/g, '$1');
