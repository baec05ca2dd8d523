import { axisHead, axisOf, drawn } from './interval.ts';

const estimate = (mean: number, low: number | null = null, high: number | null = null) => ({ mean, low, high, n: 14 });

describe('An interval on a shared axis', () => {
  const axis = axisOf([estimate(0.8, 0.72, 0.9), estimate(0.95, 0.9, 1), null], 11);

  it('reaches over whole tenths', () => {
    expect(axis).toEqual({ from: 0.7, to: 1, width: 11 });
    expect(axisHead(axis)).toBe('0.7       1');
  });

  it('is drawn with both ends and the mean', () => {
    expect(drawn(estimate(0.85, 0.76, 0.94), axis)).toBe('  ├──●──┤  ');
  });

  it('is the mean alone where there is no interval, and nothing where nothing was measured', () => {
    expect(drawn(estimate(0.7), axis)).toBe('●          ');
    expect(drawn(null, axis)).toBe(' '.repeat(11));
  });

  it('keeps the mean in sight at the end of the scale', () => {
    expect(drawn(estimate(1, 0.97, 1), axis)).toBe('         ├●');
  });

  it.each([
    [[estimate(1)], { from: 0.9, to: 1 }],
    [[estimate(0)], { from: 0, to: 0.1 }],
    [[null], { from: 0, to: 1 }],
  ])('has a scale of some length for %j', (estimates, ends) => {
    expect(axisOf(estimates, 5)).toEqual({ ...ends, width: 5 });
  });
});
