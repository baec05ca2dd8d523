import { parse } from 'csv-parse/sync';

interface Finding {
  readonly row: number;
  readonly column: string;
  readonly problem: string;
}
type Row = Record<string, string>;

/** A second opinion on the tables of the data-cleaning sample: its rules, as a program. */
export function findings(input: string): Finding[] {
  const rules = /^Columns: (.*)\.$/m
    .exec(input)![1]!
    .split('; ')
    .map((rule) => rule.split(': ') as [string, string]);
  const rows: Row[] = parse(input.slice(input.indexOf('\nrow,') + 1), { columns: true });
  return rows.flatMap((cells, at) => {
    const row = Number(cells['row']);
    if (rows.slice(0, at).some((earlier) => content(earlier) === content(cells)))
      return [{ row, column: 'row', problem: 'duplicate' }];
    return rules.flatMap(([column, rule]) => {
      const problem = problemOf(cells[column]!, rule);
      return problem === null ? [] : [{ row, column, problem }];
    });
  });
}

const content = ({ row, ...cells }: Row): string => (void row, JSON.stringify(cells));

function problemOf(cell: string, rule: string): string | null {
  if (['', '-', 'n/a'].includes(cell.trim())) return rule.endsWith('or empty') ? null : 'missing';
  if (rule.startsWith('a date')) return isDay(cell) ? null : 'bad_date';
  if (rule.startsWith('one of ')) return rule.slice(7).split(', ').includes(cell) ? null : 'unknown_value';
  if (!rule.startsWith('number')) return null;
  if (!/^[+-]?\d+(\.\d+)?$/.test(cell)) return 'not_a_number';
  const [low = 0, high = Infinity] = (rule.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
  return Number(cell) < low || Number(cell) > high ? 'out_of_range' : null;
}

function isDay(cell: string): boolean {
  const day = new Date(`${cell}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(cell) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(cell);
}
