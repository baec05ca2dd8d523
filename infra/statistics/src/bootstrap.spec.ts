import fc from 'fast-check';
import { bcaInterval } from './bootstrap.ts';
import { random } from './random.ts';

const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 });

describe('The bootstrap interval', () => {
  const sample = [
    0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.8, 0.85, 0.9, 0.95, 1, 1, 1, 1,
  ];

  it('repeats for a seed, in any order of the values, and moves with another', () => {
    const interval = bcaInterval(sample, { seed: 1 });
    expect(bcaInterval([...sample].reverse(), { seed: 1 })).toEqual(interval);
    expect(bcaInterval(sample, { seed: 2 })).not.toEqual(interval);
    expect(bcaInterval(sample, { seed: 1 })).toEqual(interval); // drawn anew: only the last draws are kept
  });

  it.each([
    [sample, 0.48864, 0.74545], // scipy 1.17: stats.bootstrap(method='BCa', n_resamples=200_000)
    [[...Array<number>(24).fill(0.1), 0.2, 0.2, 0.3, 0.5, 0.9, 1], 0.13, 0.31],
  ])('is that of another library, to the noise of drawing', (values, low, high) => {
    const interval = bcaInterval(values, { seed: 1 })!;
    expect(Math.abs(interval.low - low)).toBeLessThan(0.006);
    expect(Math.abs(interval.high - high)).toBeLessThan(0.012);
  });

  it('of groups draws whole groups: copies of an input tell nothing new', () => {
    const groups = sample.map((_, i) => `group ${i}`);
    const copied = { seed: 1, groups: [...groups, ...groups, ...groups] };
    const alone = bcaInterval(sample, { seed: 1 })!;
    expect(bcaInterval(sample, { seed: 1, groups })).toEqual(alone);
    const grouped = bcaInterval([...sample, ...sample, ...sample], copied)!;
    expect(grouped.low).toBeCloseTo(alone.low, 9);
    expect(grouped.high).toBeCloseTo(alone.high, 9);
    expect(bcaInterval([0.1, 0.9], { seed: 1, groups: ['a', 'a'] })).toBeNull();
  });

  it('counts ties half, so that a lumpy but even sample has an even interval', () => {
    const lumpy = Array.from({ length: 24 }, (_, i) => i % 2);
    const { low, high } = bcaInterval(lumpy, { seed: 1 })!;
    expect(low + high).toBeCloseTo(1, 10); // a lump is 1/24 wide: one off would show
    expect(low).toBeGreaterThan(0.25);
  });

  it('leans to the long tail, where mean ± t would not (Efron 1987)', () => {
    const skewed = [...Array<number>(24).fill(0.1), 0.2, 0.2, 0.3, 0.5, 0.9, 1];
    const centre = skewed.reduce((sum, value) => sum + value, 0) / skewed.length;
    const { low, high } = bcaInterval(skewed, { seed: 1 })!;
    expect(high - centre).toBeGreaterThan(1.3 * (centre - low));
  });

  it('lies within the bounds, and is null without spread', () => {
    expect(bcaInterval(Array<number>(30).fill(0.7), { seed: 1 })).toBeNull();
    fc.assert(
      fc.property(scores, fc.string(), (values, seed) => {
        const interval = bcaInterval(values, { seed, resamples: 200 });
        if (interval === null) return;
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.high).toBeLessThanOrEqual(1);
        expect(interval.low).toBeLessThanOrEqual(interval.high);
      }),
    );
  });

  it('holds the true mean about 95 times in 100', () => {
    const next = random('coverage');
    const held = Array.from({ length: 400 }, (_, seed) => {
      const values = Array.from({ length: 30 }, () => next() ** 2); // true mean 1/3
      const { low, high } = bcaInterval(values, { seed, resamples: 800 })!;
      return low <= 1 / 3 && 1 / 3 <= high;
    }).filter(Boolean).length;
    expect(held).toBeGreaterThanOrEqual(364);
    expect(held).toBeLessThanOrEqual(394);
  });
});
