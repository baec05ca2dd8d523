import fc from 'fast-check';
import { betaInterval, clopperPearson, noFailureBound, wilson } from './proportion.ts';

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

describe('The exact interval of a proportion', () => {
  it.each([
    [682, 925, 0.7076683, 0.7654066], // R: binom.test(682, 925), Mendel's peas in its documentation
    [81, 263, 0.2527, 0.3676], // Newcombe 1998, table I, method 5
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0, 0.1684],
    [1, 29, 0.0009, 0.1776],
  ])('of %d out of %d is as published', (successes, n, low, high) => {
    expect(clopperPearson(successes, n)!.low).toBeCloseTo(low, 4);
    expect(clopperPearson(successes, n)!.high).toBeCloseTo(high, 4);
  });

  it('of nothing tried is null', () => expect(clopperPearson(0, 0)).toBeNull());

  it('holds the proportion at least as often as it says, whatever it is', () => {
    const n = 12;
    const choose = (k: number) => Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), (p) => {
        const held = Array.from({ length: n + 1 }, (_, k) => {
          const { low, high } = clopperPearson(k, n)!;
          return low <= p && p <= high ? choose(k) * p ** k * (1 - p) ** (n - k) : 0;
        });
        expect(held.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(0.95 - 1e-12);
      }),
    );
  });
});

describe('The interval by a flat prior', () => {
  it.each([
    [8, 10, 0.48224415, 0.93978227], // scipy 1.17: stats.beta.ppf([.025, .975], 1 + s, 1 + n - s)
    [0, 20, 0.00120488, 0.16109762],
    [81, 263, 0.25530185, 0.36629059],
  ])('of %d out of %d is as another library has it', (successes, n, low, high) => {
    expect(betaInterval(successes, n).low).toBeCloseTo(low, 7);
    expect(betaInterval(successes, n).high).toBeCloseTo(high, 7);
  });

  it('of nothing tried is the prior itself', () => {
    expect(betaInterval(0, 0).low).toBeCloseTo(0.025, 12);
    expect(betaInterval(0, 0).high).toBeCloseTo(0.975, 12);
  });

  it('mirrors for failures, and narrows inside 0–1 as n grows', () =>
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), (successes, failures) => {
        const { low, high } = betaInterval(successes, successes + failures);
        expect(low).toBeCloseTo(1 - betaInterval(failures, successes + failures).high, 10);
        expect(0 < low && low < high && high < 1).toBe(true);
        const more = betaInterval(4 * successes, 4 * (successes + failures));
        expect(more.high - more.low <= high - low).toBe(true);
      }),
    ));
});

describe('The bound where nothing failed', () => {
  it('is near 3/n (Hanley & Lippman-Hand 1983) and at most 5 % from 59 tries on', () => {
    expect(noFailureBound(100)).toBeCloseTo(0.0295, 4); // 1 − 0.05^0.01
    expect(noFailureBound(58)).toBeGreaterThan(0.05);
    expect(noFailureBound(59)).toBeLessThan(0.05);
    expect(noFailureBound(0)).toBe(1);
  });
  it('is the one-sided exact bound', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (n) =>
        expect(noFailureBound(n)).toBeCloseTo(clopperPearson(0, n, 0.9)!.high, 9),
      ),
    ));
});
