import fc from 'fast-check';
import { groupedVariance } from './grouped.ts';
import { mean, sampleVariance } from './mean.ts';

const scored = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.constantFrom('a', 'b', 'c', 'd')), {
  minLength: 2,
  maxLength: 14,
});

/** The formula as it is written: a sum over all ordered pairs within a group. */
function bruteForce(values: number[], groups: string[]): number {
  const m = mean(values)!;
  let pairs = 0;
  values.forEach((x, i) =>
    values.forEach((y, j) => (pairs += i !== j && groups[i] === groups[j] ? (x - m) * (y - m) : 0)),
  );
  return Math.max(0, sampleVariance(values)! / values.length + pairs / values.length ** 2);
}

describe('The variance of a grouped mean', () => {
  it('of three pairs of copies is s²/n + Σ 2d²/n², by hand', () =>
    // d = ∓0.3: s² = 4·0.09/5 = 0.072
    expect(groupedVariance([0.2, 0.2, 0.5, 0.5, 0.8, 0.8], [...'aabbcc'])).toBeCloseTo(0.072 / 6 + 0.36 / 36, 14));

  it('is s²/n when every input is its own group, less when a group evens itself out', () => {
    expect(groupedVariance([0, 1, 1, 0.5], [...'abcd'])).toBeCloseTo(sampleVariance([0, 1, 1, 0.5])! / 4, 14);
    // s² = 1/3; in each group twice −0.25
    expect(groupedVariance([0, 1, 0, 1], [...'aabb'])).toBeCloseTo(1 / 12 - 1 / 16, 14);
    expect(groupedVariance([1], ['a'])).toBeNull();
  });

  it('is the formula summed pair by pair (Miller 2024), whatever the order or the names', () =>
    fc.assert(
      fc.property(scored, (rows) => {
        const [values, groups] = [rows.map(([score]) => score / 8), rows.map(([, group]) => group)];
        const variance = groupedVariance(values, groups)!;
        expect(variance).toBeCloseTo(bruteForce(values, groups), 10);
        expect(groupedVariance([...values].reverse(), [...groups].reverse())).toBeCloseTo(variance, 12);
        expect(groupedVariance(values, groups.map((group) => `x${group}`))).toBeCloseTo(variance, 12); // prettier-ignore
      }),
    ));
});
