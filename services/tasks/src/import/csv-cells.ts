import { json } from '@taskbench/service-kit';

/** What a spreadsheet would take for a formula, however often it is escaped already. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** A text as a cell that no spreadsheet computes: `=1` is written `'=1`. */
export const escaped = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);
export const unescaped = (cell: string): string => (cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell);

/** The gold that a cell says: JSON where it is JSON, else its text. */
export function goldOfCell(cell: string): unknown {
  const read = json(cell);
  return 'fault' in read ? cell : read.value;
}

/** Gold as a cell: a text stands for itself unless it would be read as JSON, or as no gold. */
export const cellOfGold = (gold: unknown): string =>
  typeof gold === 'string' && gold !== '' && 'fault' in json(gold) ? gold : JSON.stringify(gold);
