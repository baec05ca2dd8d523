import fc from 'fast-check';
import { bcaInterval, tInterval, wilson } from './intervals.ts';
import { random } from './random.ts';

const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 });

describe('Wilson’s interval', () => {
  it.each([
    [81, 263, 0.2553, 0.3662], // Newcombe 1998, Statistics in Medicine 17:857, table I, method 3
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d out of %d is as published', (successes, n, low, high) => {
    expect(wilson(successes, n)!.low).toBeCloseTo(low, 4);
    expect(wilson(successes, n)!.high).toBeCloseTo(high, 4);
  });

  it('of nothing tried is null', () => expect(wilson(0, 0)).toBeNull());

  it('lies in 0–1, holds the proportion, and mirrors for failures', () =>
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (successes, failures) => {
        fc.pre(successes + failures > 0);
        const n = successes + failures;
        const [interval, mirrored] = [wilson(successes, n)!, wilson(failures, n)!];
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.high).toBeLessThanOrEqual(1);
        expect(interval.low).toBeLessThanOrEqual(successes / n);
        expect(interval.high).toBeGreaterThanOrEqual(successes / n);
        expect(interval.low).toBeCloseTo(1 - mirrored.high, 12);
      }),
    ));
});

describe('Student’s interval', () => {
  it('of the extra sleep of ten patients is Student’s own (1908; R: t.test(extra of drug 1))', () => {
    const interval = tInterval([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2], [-10, 10])!;
    expect(interval.low).toBeCloseTo(-0.5297804, 6);
    expect(interval.high).toBeCloseTo(2.0297804, 6);
  });

  it('is clipped to the scale, and null for one value', () => {
    expect(tInterval([0, 1, 1, 1, 1], [0, 1])!.high).toBe(1);
    expect(tInterval([0.5], [0, 1])).toBeNull();
  });
});

describe('The bootstrap interval', () => {
  const sample = [
    0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.8, 0.85, 0.9, 0.95, 1, 1, 1, 1,
  ];

  it('repeats for a seed, in any order of the values, and moves with another', () => {
    const interval = bcaInterval(sample, { seed: 1 });
    expect(bcaInterval([...sample].reverse(), { seed: 1 })).toEqual(interval);
    expect(bcaInterval(sample, { seed: 2 })).not.toEqual(interval);
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
