import { BadInput } from '@taskbench/service-kit';
import { CsvError, parse, type Info, type OptionsWithColumns } from 'csv-parse/sync';
import { goldOfCell, unescaped } from './csv-cells.ts';
import type { InputLine } from './read-inputs.ts';

const COLUMNS = ['id', 'text', 'gold', 'group'];

/** The rows of a CSV with the columns id, text, gold and group, in any order; only text must be there. */
export function csvLines(name: string, text: string): InputLine[] {
  const [header, ...rows] = records(name, text);
  if (!header) throw refused(name, 1, 'has no header; its columns are id, text, gold and group');
  const columns = header.record;
  columns.forEach((column, at) => {
    if (!COLUMNS.includes(column))
      throw refused(name, 1, `"${column}" is no column; columns are ${COLUMNS.join(', ')}`);
    if (columns.indexOf(column) < at) throw refused(name, 1, `the column "${column}" stands twice`);
  });
  if (!columns.includes('text')) throw refused(name, 1, 'the column "text" is missing');
  return rows.map(({ record, info }, at) => {
    const cells = columns.map((column, place) => [column, unescaped(record[place]!)] as const);
    const given = cells.filter(([, cell]) => cell !== '');
    const value = given.map(([column, cell]) => [column, column === 'gold' ? goldOfCell(cell) : cell] as const);
    return { line: lineOf(info, (rows[at - 1] ?? header).info), value: Object.fromEntries(value) };
  });
}

/** Where a record starts: after the one before it and the empty lines between. */
export const lineOf = (info: Info, before: Info): number => before.lines + info.empty_lines - before.empty_lines + 1;

/** A record of a CSV with the lines read up to its end. */
export interface Row {
  readonly record: readonly string[];
  readonly info: Info;
}

export function records(name: string, text: string): readonly Row[] {
  try {
    const options = { info: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'] };
    return parse<Row>(text, options as unknown as OptionsWithColumns<Row>);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refused(name, Number(error['lines'] ?? 1), FAULTS[error.code] ?? 'is not CSV');
  }
}

const FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed',
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'has another number of cells than the header',
  CSV_INVALID_CLOSING_QUOTE: 'a quote within a quoted cell must be doubled',
  INVALID_OPENING_QUOTE: 'a cell with quotes must be quoted whole, its quotes doubled',
};

const refused = (name: string, line: number, message: string) =>
  new BadInput([{ path: '', message: `${name} line ${line}: ${message}` }], 'bad-csv');
