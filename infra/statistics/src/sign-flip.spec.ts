import fc from 'fast-check';
import { signFlipTest, smallestP } from './sign-flip.ts';

const darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]; // Fisher 1935, The Design of Experiments §21

/** The definition, tried out in full. */
function bruteForce(differences: readonly number[]): number {
  const observed = Math.abs(differences.reduce((sum, d) => sum + d, 0));
  let hits = 0;
  for (let mask = 0; mask < 2 ** differences.length; mask++) {
    const sum = differences.reduce((total, d, i) => total + (Math.floor(mask / 2 ** i) % 2 ? d : -d), 0);
    if (Math.abs(sum) >= observed - 1e-9) hits++;
  }
  return hits / 2 ** differences.length;
}

describe('The sign-flip test', () => {
  it('of Darwin’s maize is near Fisher’s exact 1,726 of 32,768', () =>
    expect(Math.abs(signFlipTest(darwin, 1) - 1726 / 32768)).toBeLessThan(0.01));

  it('is exact up to 14: only the two extremes are as large as all wins', () => {
    expect(signFlipTest([1, 2, 3, 4, 5, 6], 1)).toBe(2 / 64);
    expect(signFlipTest(Array<number>(14).fill(0.3), 1)).toBe(smallestP(14));
  });

  it('counts equal sums that rounding pulled apart', () => {
    expect(signFlipTest([0.1, 0.2, -0.3], 1)).toBe(1);
    expect(signFlipTest([0.2, 0.4, 0.3], 1)).toBe(2 / 8); // 0.9000000000000001 as given, 0.9 in order of size
  });

  it.each([0, 5, 40])('of %d inputs without a difference is 1', (n) =>
    expect(signFlipTest(Array<number>(n).fill(0), 1)).toBe(1),
  );

  it('is what trying out every flip gives, exactly up to 14 and nearly beyond', () => {
    const quarter = fc.integer({ min: -4, max: 4 }).map((n) => n / 4);
    const of = (minLength: number, maxLength: number) => fc.array(quarter, { minLength, maxLength });
    fc.assert(
      fc.property(of(0, 10), (d) => expect(signFlipTest(d, 1)).toBe(bruteForce(d))),
      { numRuns: 50 },
    );
    // four standard errors of 10,000 draws
    const near = (d: number[]) => {
      const p = bruteForce(d);
      expect(Math.abs(signFlipTest(d, 1) - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 10_000) + 2e-4);
    };
    fc.assert(fc.property(of(15, 17), near), { numRuns: 20, seed: 7 });
  });

  it('never gives 0 beyond 14: (1 + hits) / (1 + flips), Phipson & Smyth 2010', () =>
    expect(signFlipTest(Array<number>(60).fill(1), 1)).toBe(1 / 10_001));

  it('gives the same p for another order or the models swapped, and one in (0, 1]', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 17 }), (quarters) => {
        const d = quarters.map((value) => value / 4);
        const p = signFlipTest(d, 'seed');
        expect(signFlipTest([...d].reverse(), 'seed')).toBe(p);
        expect(signFlipTest(d.map((value) => -value), 'seed')).toBe(p); // prettier-ignore
        expect(p > 0 && p <= 1).toBe(true);
      }),
      { numRuns: 30 },
    ));
});
