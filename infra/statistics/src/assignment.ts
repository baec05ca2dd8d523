import { hungarian } from './hungarian.ts';

/** Which item is which gold item: (row, column) pairs in order of rows, and the sum of their similarities. */
export interface Matching {
  pairs: [number, number][];
  total: number;
}

const SCALE = 1e9; // similarities are compared to nine digits, so that equal totals are equal and ties are real
const quantise = (value: number) => Math.round(value * SCALE);

/**
 * Matches rows to columns one-to-one so that total similarity is the largest (Kuhn 1955, Hungarian method).
 * Pairs below the threshold, or with nothing in common, never match. Equally good matchings: the
 * lexicographically smallest pair list.
 */
export function bestMatching(similarity: readonly (readonly number[])[], threshold: number): Matching {
  const width = similarity.reduce((widest, row) => Math.max(widest, row.length), 0);
  const size = Math.max(similarity.length, width);
  const least = Math.max(quantise(threshold), 1);
  const weights = new Float64Array(size * size);
  for (const [i, row] of similarity.entries()) {
    for (const [j, value] of row.entries()) {
      const weight = quantise(value);
      if (weight >= least) weights[i * size + j] = weight;
    }
  }
  const { columnOf, isTight } = hungarian(weights, size);
  settleTies(weights, size, similarity.length, columnOf, isTight);
  const pairs = similarity.flatMap((_, i): [number, number][] => {
    const column = columnOf[i]!;
    return weights[i * size + column]! > 0 ? [[i, column]] : [];
  });
  return { pairs, total: pairs.reduce((sum, [i, j]) => sum + similarity[i]![j]!, 0) };
}

/**
 * Every best matching uses tight edges only, and an edge is in one exactly when it lies on an alternating cycle of the
 * matching at hand. So row by row: find who can hand its column on to this row, take the smallest column among them.
 */
function settleTies(
  weights: Float64Array,
  size: number,
  rows: number,
  columnOf: Int32Array,
  isTight: (row: number, column: number) => boolean,
): void {
  const settled = new Uint8Array(size);
  const rowOf = new Int32Array(size);
  columnOf.forEach((column, row) => (rowOf[column] = row));
  for (let row = 0; row < rows; row++) {
    const wanted = (column: number) =>
      weights[row * size + column]! > 0 && !settled[rowOf[column]!] && isTight(row, column);
    const current = columnOf[row]!;
    const currentCounts = weights[row * size + current]! > 0;
    const rivals: number[] = [];
    for (let j = 0; j < (currentCounts ? current : size); j++) if (wanted(j)) rivals.push(j);
    if (rivals.length > 0) {
      const next = whoCanTakeOver(row, size, settled, columnOf, isTight);
      const better = rivals.find((column) => next[rowOf[column]!]! >= 0);
      if (better !== undefined) rotate(row, better, next, columnOf, rowOf);
    }
    if (weights[row * size + columnOf[row]!]! > 0) settled[row] = 1;
  }
}

/** For each open row, the row whose column it could take on the way to freeing `target`'s column; −1 if it cannot. */
function whoCanTakeOver(
  target: number,
  size: number,
  settled: Uint8Array,
  columnOf: Int32Array,
  isTight: (row: number, column: number) => boolean,
): Int32Array {
  const next = new Int32Array(size).fill(-1);
  const queue = [target];
  for (let head = 0; head < queue.length; head++) {
    const reached = queue[head]!;
    for (let row = 0; row < size; row++) {
      if (row === target || settled[row] || next[row]! >= 0 || !isTight(row, columnOf[reached]!)) continue;
      next[row] = reached;
      queue.push(row);
    }
  }
  return next;
}

/** `row` takes `column`; whoever had it takes the next one's, until the last takes what `row` had. */
function rotate(row: number, column: number, next: Int32Array, columnOf: Int32Array, rowOf: Int32Array): void {
  let mover = rowOf[column]!;
  const give = (to: number, what: number) => {
    columnOf[to] = what;
    rowOf[what] = to;
  };
  const freed = columnOf[row]!;
  give(row, column);
  while (mover !== row) {
    const successor = next[mover]!;
    const taken = successor === row ? freed : columnOf[successor]!;
    give(mover, taken);
    mover = successor;
  }
}
