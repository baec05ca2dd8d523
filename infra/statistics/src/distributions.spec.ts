import { betaQuantile, normalCdf, normalQuantile, studentQuantile } from './distributions.ts';

describe('Distributions', () => {
  it.each([
    [1, 12.706204736], // NIST/SEMATECH e-Handbook 1.3.6.7.2, more digits from R qt(0.975, df)
    [4, 2.776445105],
    [9, 2.262157163],
    [18, 2.10092204],
    [10_000, 1.960201264],
  ])('give Student’s 97.5 %% point of %d degrees of freedom', (freedom, expected) => {
    expect(studentQuantile(0.975, freedom)).toBeCloseTo(expected, 7);
    expect(studentQuantile(0.025, freedom)).toBeCloseTo(-expected, 7);
  });

  it.each([
    [0, 0.5], // R: pnorm
    [1.959963984540054, 0.975],
    [-1, 0.15865525393145705],
    [-5, 2.866515718791939e-7],
    [5, 0.9999997133484281],
  ])('put Φ(%d) at %d', (x, expected) => {
    expect(Math.abs(normalCdf(x) / expected - 1)).toBeLessThan(1e-10);
    expect(normalQuantile(expected)).toBeCloseTo(x, 8);
  });
});

describe('The beta distribution', () => {
  it.each([
    [0.3, 2.5, 0.7, 0.7097758912148804], // scipy 1.17: stats.beta.ppf
    [0.975, 9, 3, 0.93978227],
    [0.5, 1, 1, 0.5],
  ])('has its %d quantile for %d and %d at %d', (p, a, b, expected) =>
    expect(betaQuantile(p, a, b)).toBeCloseTo(expected, 8),
  );
});
