import { mean, quantile, sampleVariance } from './mean.ts';

describe('Means', () => {
  it('are null of nothing, as are quantiles; one value has no variance', () =>
    expect([mean([]), quantile([], 0.5), sampleVariance([1])]).toEqual([null, null, null]));

  it('and variances of a textbook list are right', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9]; // sum of squares about the mean of 5 is 32
    expect(mean(values)).toBe(5);
    expect(sampleVariance(values)).toBeCloseTo(32 / 7, 14);
  });

  it('leave no variance where rounding would: 0.1 seven times', () =>
    expect(sampleVariance(Array<number>(7).fill(0.1))).toBe(0));

  it.each([
    [0.25, 3.25], // R: quantile(1:10, type = 7)
    [0.5, 5.5],
    [0.95, 9.55],
    [0, 1],
    [1, 10],
  ])('put the %d quantile of 1 to 10 at %d, as R does', (share, expected) =>
    expect(quantile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share)).toBeCloseTo(expected, 12),
  );
});
