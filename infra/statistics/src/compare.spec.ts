import fc from 'fast-check';
import { holm, mcnemarTest } from './compare.ts';
import { signFlipTest } from './sign-flip.ts';

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
