import { columnsOf, type OutputSpec } from '@taskbench/contracts';
import { CsvError, parse } from 'csv-parse/sync';
import { EMPTY, type Read } from './formats.ts';

type Spec = Pick<OutputSpec, 'fields'>;

const RFC_4180 = { bom: true, record_delimiter: ['\r\n', '\n', '\r'], skip_empty_lines: true };
const failed = (reason: string, line: number | null = null): Read => ({
  ok: false,
  reason,
  place: line === null ? null : `line ${line}`,
});

/**
 * A table by RFC 4180 whose first row names its columns: at least one of the declared fields, so that a sentence is no
 * table. An empty cell is no value. A row longer or shorter than the first is an error.
 */
export function readCsv(text: string, spec: Spec): Read {
  if (text.trim() === '') return EMPTY;
  try {
    const [header = [], ...rows] = parse(text, RFC_4180);
    const names = header.map((name) => name.trim());
    const objection = objectionTo(names, spec);
    if (objection) return failed(objection, 1);
    const record = (row: readonly string[]) =>
      Object.fromEntries(names.map((name, at) => [name, row[at] === '' ? null : row[at]]));
    return { ok: true, value: rows.map(record) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return failed(error.message.replace(/ (on|at) line \d+.*$/s, '.').slice(0, 300), Number(error['lines']));
  }
}

function objectionTo(names: readonly string[], spec: Spec): string | undefined {
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) return `The column "${twice}" stands twice.`;
  const columns = columnsOf(spec).map(([name]) => name);
  if (columns.length === 0 || names.some((name) => columns.includes(name))) return undefined;
  return `The first row names none of the columns ${columns.join(', ')}.`;
}

/**
 * The tables within prose. One begins at a line that names a declared field (where none is declared: at a paragraph of
 * two columns and a row at least) and ends at an empty line.
 */
export function csvBlocks(text: string, spec: Spec): unknown[] {
  const known = columnsOf(spec).length > 0;
  const lines = text.split(/\r\n|\n|\r/);
  const blocks: unknown[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (lines[at]!.trim() === '' || (known && !readCsv(lines[at]!, spec).ok)) continue;
    const blank = lines.findIndex((line, place) => place > at && line.trim() === '');
    const end = blank < 0 ? lines.length : blank;
    const read = readCsv(lines.slice(at, end).join('\n'), spec);
    if (read.ok && (known || isTable(read.value as object[]))) blocks.push(read.value);
    at = end;
  }
  return blocks;
}

const isTable = (rows: readonly object[]): boolean => rows.length > 0 && Object.keys(rows[0]!).length > 1;
