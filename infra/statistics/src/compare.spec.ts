import fc from 'fast-check';
import { holm, mcnemarTest, signFlipTest, smallestP } from './compare.ts';

const darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]; // Fisher 1935, The Design of Experiments §21

describe('The sign-flip test', () => {
  it('of Darwin’s maize is near Fisher’s exact 1,726 of 32,768', () =>
    expect(Math.abs(signFlipTest(darwin, 1) - 1726 / 32768)).toBeLessThan(0.01));

  it('is exact up to 14: only the two extremes are as large as all wins', () => {
    expect(signFlipTest([1, 2, 3, 4, 5, 6], 1)).toBe(2 / 64);
    expect(signFlipTest(Array<number>(14).fill(0.3), 1)).toBe(smallestP(14));
  });

  it('counts equal sums that rounding pulled apart', () => expect(signFlipTest([0.1, 0.2, -0.3], 1)).toBe(1));

  it.each([0, 5, 40])('of %d inputs without a difference is 1', (n) =>
    expect(signFlipTest(Array<number>(n).fill(0), 1)).toBe(1),
  );

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

describe('McNemar’s test', () => {
  it('of 8 to 2 is two binomial tails, 112 of 1,024', () => expect(mcnemarTest(8, 2)).toBeCloseTo(112 / 1024, 12));
  it('without a discordant input is 1', () => expect(mcnemarTest(0, 0)).toBe(1));
  it('is the sign-flip test of pass and fail', () =>
    fc.assert(
      fc.property(fc.nat(6), fc.nat(6), (a, b) =>
        expect(mcnemarTest(a, b)).toBeCloseTo(
          signFlipTest([...Array<number>(a).fill(1), ...Array<number>(b).fill(-1), 0], 1),
          10,
        ),
      ),
    ));
});

describe('Holm’s adjustment', () => {
  it('of four p-values is as worked out by the steps of Holm 1979', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((expected, i) => expect(adjusted[i]).toBeCloseTo(expected, 12));
  });

  it('never lowers a p-value, keeps their order, and stays at most 1', () =>
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (ps) => {
        const adjusted = holm(ps);
        ps.forEach((p, i) => {
          expect(adjusted[i]! >= p && adjusted[i]! <= 1).toBe(true);
          ps.forEach((other, j) => expect(p < other && adjusted[i]! > adjusted[j]!).toBe(false));
        });
      }),
    ));
});
