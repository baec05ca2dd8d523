import fc from 'fast-check';
import { kendallTauB } from './kendall.ts';

const ranks = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { minLength: 2, maxLength: 12 });

describe('Kendall’s τ-b', () => {
  it('of two short rankings with ties is as in scipy’s documentation', () =>
    expect(kendallTauB([12, 2, 1, 12, 2], [1, 4, 7, 1, 0])).toBeCloseTo(-0.47140452079103173, 12)); // stats.kendalltau

  it('is 1 for the same ranking, −1 for its reverse, and null where one side is all ties', () => {
    expect(kendallTauB([1, 2, 3, 4], [10, 20, 30, 40])).toBe(1);
    expect(kendallTauB([1, 2, 3, 4], [4, 3, 2, 1])).toBe(-1);
    expect(kendallTauB([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(kendallTauB([], [])).toBeNull();
  });

  it('lies in −1 to 1, is symmetric, turns with a ranking, and does not depend on the order of the things', () =>
    fc.assert(
      fc.property(ranks, (rows) => {
        const [x, y] = [rows.map(([a]) => a), rows.map(([, b]) => b)];
        const tau = kendallTauB(x, y);
        if (tau === null) return;
        expect(Math.abs(tau)).toBeLessThanOrEqual(1 + 1e-12);
        expect(kendallTauB(y, x)).toBeCloseTo(tau, 12);
        expect(kendallTauB(x.map((a) => -a), y)).toBeCloseTo(-tau, 12); // prettier-ignore
        expect(kendallTauB([...x].reverse(), [...y].reverse())).toBeCloseTo(tau, 12);
      }),
    ));
});
