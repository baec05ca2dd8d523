/** A best perfect matching of a square, and which edges any best matching may use (zero reduced cost). */
export interface BestAssignment {
  columnOf: Int32Array;
  isTight: (row: number, column: number) => boolean;
}

/**
 * The heaviest perfect matching of a size × size matrix of integer weights, by shortest augmenting paths in O(n³)
 * (Kuhn 1955; Jonker & Volgenant 1987). Integers keep the potentials exact, so tightness is an equality.
 */
export function hungarian(weights: Float64Array, size: number): BestAssignment {
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  const rowAt = new Int32Array(size + 1); // row of a column, both counted from 1; 0 is free
  const from = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    const distance = new Float64Array(size + 1).fill(Infinity);
    const done = new Uint8Array(size + 1);
    rowAt[0] = row;
    let column = 0;
    do {
      done[column] = 1;
      const at = rowAt[column]!;
      let step = Infinity;
      let nearest = 0;
      for (let j = 1; j <= size; j++) {
        if (done[j]) continue;
        const cost = -weights[(at - 1) * size + j - 1]! - rowPotential[at]! - columnPotential[j]!;
        if (cost < distance[j]!) {
          distance[j] = cost;
          from[j] = column;
        }
        if (distance[j]! < step) {
          step = distance[j]!;
          nearest = j;
        }
      }
      for (let j = 0; j <= size; j++) {
        if (done[j]) {
          rowPotential[rowAt[j]!]! += step;
          columnPotential[j]! -= step;
        } else distance[j]! -= step;
      }
      column = nearest;
    } while (rowAt[column] !== 0);
    while (column !== 0) {
      rowAt[column] = rowAt[from[column]!]!;
      column = from[column]!;
    }
  }
  const columnOf = new Int32Array(size);
  for (let j = 1; j <= size; j++) columnOf[rowAt[j]! - 1] = j - 1;
  const isTight = (row: number, column: number) =>
    -weights[row * size + column]! - rowPotential[row + 1]! - columnPotential[column + 1]! === 0;
  return { columnOf, isTight };
}
