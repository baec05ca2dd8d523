import { cellOfGold, escaped } from '../import/csv-cells.ts';
import type { WholeTask } from './whole-task.ts';

/** The inputs of a task as CSV; no cell of it is a formula. */
export const writeCsv = ({ definition: { inputs } }: WholeTask): string =>
  [
    ['id', 'text', 'gold', 'group'],
    ...inputs.map(({ id, text, gold, group = '' }) => [id, text, gold === undefined ? '' : cellOfGold(gold), group]),
  ]
    .map((cells) => `${cells.map((cell) => quoted(escaped(cell))).join(',')}\n`)
    .join('');

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The inputs of a task as JSONL, one a line. */
export const writeJsonl = ({ definition: { inputs } }: WholeTask): string =>
  inputs.map((input) => `${JSON.stringify(input)}\n`).join('');
