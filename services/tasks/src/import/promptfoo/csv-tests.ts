import type { Files } from '../read-yaml.ts';
import { lineOf, records } from '../read-csv.ts';
import { assertionOf } from './compact.ts';
import { nameOf, textNamed } from './given-files.ts';
import type { Notices } from './notices.ts';
import { onLine, type Place, type Sited } from './sited.ts';

/** The rows of a CSV as tests: its columns are variables but for those of promptfoo, which begin with two underscores. */
export function csvTests(reference: string, place: Place, files: Files, notices: Notices): Sited[] {
  const name = nameOf(reference);
  const [header, ...rows] = records(name, textNamed(files, reference, place));
  if (!header) return [];
  const columns = header.record.map((column) => column.trim());
  for (const column of columns)
    if (!known(column)) notices.add({ file: name, line: 1, field: column }, column, 'is no column that is read here');
  return rows.map(({ record, info }, at) => {
    const line = lineOf(info, (rows[at - 1] ?? header).info);
    const cells = columns.map((column, index) => [column, record[index]!] as const);
    return onLine(testOf(cells), { file: name, line, field: `row ${at + 1}` });
  });
}

type Cells = readonly (readonly [column: string, cell: string])[];

const EXPECTED = /^__expected/;
const CONFIG = /^__config:__expected([1-9]\d*)?:threshold$/;
const OTHERS = ['__prefix', '__suffix', '__description', '__providerOutput', '__metric', '__threshold'];

const known = (column: string): boolean =>
  !column.startsWith('__') || EXPECTED.test(column) || CONFIG.test(column) || OTHERS.includes(column);

function testOf(cells: Cells): Record<string, unknown> {
  const cell = (name: string) => cells.find(([column]) => column === name)?.[1] || undefined;
  const thresholds = new Map(
    cells.flatMap(([column, text]) => {
      const match = CONFIG.exec(column);
      return match ? [[Number(match[1] ?? 1) - 1, numberOf(text)] as const] : [];
    }),
  );
  const asserts = cells
    .filter(([column, text]) => EXPECTED.test(column) && text.trim() !== '')
    .map(([, text], at) => {
      const threshold = thresholds.get(at);
      const metric = cell('__metric');
      return { ...assertionOf(text.trim()), ...(metric && { metric }), ...(threshold !== undefined && { threshold }) };
    });
  const options = { prefix: cell('__prefix'), suffix: cell('__suffix') };
  return {
    vars: Object.fromEntries(cells.filter(([column]) => !column.startsWith('__'))),
    assert: asserts,
    options: Object.fromEntries(Object.entries(options).filter(([, text]) => text !== undefined)),
    description: cell('__description'),
    providerOutput: cell('__providerOutput'),
    threshold: numberOf(cell('__threshold')),
  };
}

/** A number, and nothing where a cell says none. */
const numberOf = (text = ''): number | undefined =>
  /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text.trim()) ? Number(text) : undefined;
