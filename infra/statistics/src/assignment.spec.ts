import { bestMatching, type Matching } from './assignment.ts';
import { random } from './random.ts';

/** Every one-to-one matching, tried out: the definition itself. */
function bruteForce(similarity: number[][], threshold: number): Matching {
  let best: Matching = { pairs: [], total: 0 };
  const isSmaller = (a: [number, number][], b: [number, number][]) => {
    const [x, y] = [a.flat(), b.flat()];
    const at = x.findIndex((value, i) => value !== y[i]);
    return at >= 0 && x[at]! < (y[at] ?? -1);
  };
  const search = (row: number, pairs: [number, number][], total: number) => {
    if (row === similarity.length) {
      const gain = total - best.total;
      if (gain > 1e-6 || (Math.abs(gain) <= 1e-6 && isSmaller(pairs, best.pairs))) best = { pairs, total };
      return;
    }
    search(row + 1, pairs, total);
    similarity[row]!.forEach((value, j) => {
      if (value > 0 && value >= threshold && pairs.every(([, taken]) => taken !== j))
        search(row + 1, [...pairs, [row, j]], total + value);
    });
  };
  search(0, [], 0);
  return best;
}

const matrix = (rows: number, columns: number, cell: () => number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, cell));

describe('The best matching', () => {
  it('looks at the whole, where greedy would take the best pair and lose', () =>
    expect(bestMatching([[1, 0.9], [0.9, 0]], 0.5)).toEqual({ pairs: [[0, 1], [1, 0]], total: 1.8 })); // prettier-ignore

  it('keeps a duplicate unmatched', () => expect(bestMatching([[1], [1]], 0.85).pairs).toEqual([[0, 0]]));

  it('matches at the threshold and not below', () => {
    expect(bestMatching([[0.85]], 0.85).pairs).toEqual([[0, 0]]);
    expect(bestMatching([[0.849]], 0.85)).toEqual({ pairs: [], total: 0 });
    expect(bestMatching([[0]], 0).pairs).toEqual([]);
  });

  it('of nothing is empty', () => {
    expect(bestMatching([], 0.85)).toEqual({ pairs: [], total: 0 });
    expect(bestMatching([[], []], 0.85)).toEqual({ pairs: [], total: 0 });
  });

  it('of equally good ones is the lexicographically smallest pair list', () => {
    expect(bestMatching(matrix(3, 3, () => 1), 0.85).pairs).toEqual([[0, 0], [1, 1], [2, 2]]); // prettier-ignore
    expect(bestMatching([[0, 1], [1, 0.5], [1, 0.5]], 0.5).pairs).toEqual([[0, 1], [1, 0]]); // prettier-ignore
  });

  it('is what trying out everything finds, ties included', () => {
    const next = random('brute force');
    for (let i = 0; i < 1_500; i++) {
      const levels = i % 2 ? [0, 0.5, 1] : [0.2, 0.5, 0.6, 0.7, 0.75, 0.8, 1];
      const size = () => 1 + Math.floor(next() * 5);
      const similarity = matrix(size(), size(), () => levels[Math.floor(next() * levels.length)]!);
      const threshold = i % 3 ? 0.5 : 0;
      const expected = bruteForce(similarity, threshold);
      const found = bestMatching(similarity, threshold);
      expect(found.pairs).toEqual(expected.pairs);
      expect(found.total).toBeCloseTo(expected.total, 9);
    }
  });

  it.each([
    ['all different', (next: () => number) => next()],
    ['full of ties', (next: () => number) => (next() < 0.5 ? 1 : 0.9)],
    ['all the same', () => 1],
  ])('of 500 × 500 that are %s is found', (_, cell) => {
    const next = random(1);
    const similarity = matrix(500, 500, () => cell(next));
    expect(bestMatching(similarity, 0.85).pairs).toHaveLength(500);
  });
});
