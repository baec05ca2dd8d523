import { plain, type Screen } from './screen.ts';
import { fit, pad, widthOf } from './text.ts';

/** A column of a table: its head, its cells, and on which side they stand. */
export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => string;
  readonly align?: 'left' | 'right';
}

const GAP = '  ';
const LEAST = 8;

/**
 * Rows in columns, never wider than the screen: columns that find no room follow below in a block of their own, led by
 * the first column again, so that nothing is left out.
 */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { width, style = plain }: Pick<Screen, 'width'> & Partial<Screen>,
): string {
  const [first, ...others] = columns.map((column) => laidOut(rows, column));
  if (!first) return '';
  const widest = Math.max(0, ...others.map((one) => Math.min(one.width, width - LEAST - GAP.length)));
  const lead = narrowed(first, Math.max(LEAST, width - widest - GAP.length));
  return blocks(lead, others, width)
    .map((block) =>
      [block.map(({ head }) => head), ...rows.map((_, at) => block.map(({ cells }) => cells[at]!))]
        .map((line) => line.join(GAP).trimEnd())
        .map((line, at) => (at === 0 ? style('bold', line) : line))
        .join('\n'),
    )
    .join('\n\n');
}

interface LaidOut {
  readonly width: number;
  readonly head: string;
  readonly cells: readonly string[];
}

function laidOut<Row>(rows: readonly Row[], { head, cell, align = 'left' }: Column<Row>): LaidOut {
  const cells = rows.map((row) => cell(row));
  const width = Math.max(...[head, ...cells].map((text) => widthOf(text)));
  return { width, head: pad(head, width, align), cells: cells.map((text) => pad(text, width, align)) };
}

const narrowed = (column: LaidOut, width: number): LaidOut =>
  column.width <= width
    ? column
    : {
        width,
        head: pad(fit(column.head.trim(), width), width, 'left'),
        cells: column.cells.map((text) => pad(fit(text.trim(), width), width, 'left')),
      };

function blocks(lead: LaidOut, others: readonly LaidOut[], width: number): LaidOut[][] {
  const made: LaidOut[][] = [[lead]];
  let left = width - lead.width;
  for (const each of others) {
    const one = narrowed(each, width - lead.width - GAP.length);
    if (one.width + GAP.length > left && made.at(-1)!.length > 1) {
      made.push([lead]);
      left = width - lead.width;
    }
    made.at(-1)!.push(one);
    left -= one.width + GAP.length;
  }
  return made;
}
