import fc from 'fast-check';
import { evidence, sequenceRadius, successiveRejects } from './early-stop.ts';
import { random } from './random.ts';

describe('The confidence sequence', () => {
  it.each([
    [100, 0.18281974], // computed apart, in Python, from Howard et al. 2021, equation 14 with σ = ½
    [1_000, 0.04803201],
  ])('at %d inputs and ρ = 0.1 reaches %d to each side', (t, radius) =>
    expect(sequenceRadius(t, { rho: 0.1 })).toBeCloseTo(radius, 7),
  );

  it('holds the true mean at every look at once in at least 95 of 100 runs', () => {
    const next = random('looks');
    const missed = Array.from({ length: 400 }, () => {
      let sum = 0;
      for (let t = 1; t <= 300; t++) {
        sum += next() < 0.7 ? 1 : 0;
        if (Math.abs(sum / t - 0.7) > sequenceRadius(t, { rho: 0.2 })) return true;
      }
      return false;
    }).filter(Boolean);
    expect(missed.length).toBeLessThanOrEqual(20);
  });

  it('narrows with every input, and is without bound before the first', () => {
    expect(sequenceRadius(0, { rho: 1 })).toBe(Infinity);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (t) =>
        expect(sequenceRadius(t + 1, { rho: 0.1 })).toBeLessThan(sequenceRadius(t, { rho: 0.1 })),
      ),
    );
  });
});

describe('The evidence against a mean', () => {
  it('is the fortune of a fair bet, by hand', () =>
    expect(evidence([1, 0, 1], { expected: 0.5, bet: 1 })).toBeCloseTo(1.5 * 0.5 * 1.5, 12));

  it('is fair: over all outcomes of equal chance the mean fortune is 1', () => {
    const outcomes = Array.from({ length: 16 }, (_, mask) => [0, 1, 2, 3].map((i) => (mask >> i) & 1));
    const fortunes = outcomes.map((scores) => evidence(scores, { expected: 0.5, bet: 0.8 }));
    expect(fortunes.reduce((a, b) => a + b, 0) / 16).toBeCloseTo(1, 12);
  });

  it('reaches 20 on less than 5 in 100 runs where the mean is as expected (Ville 1939)', () => {
    const next = random('ville');
    const rich = Array.from({ length: 400 }, () => {
      const scores: number[] = [];
      let most = 1;
      for (let t = 0; t < 200; t++) {
        scores.push(next() < 0.5 ? 1 : 0);
        if (t % 20 === 19) most = Math.max(most, evidence(scores, { expected: 0.5, bet: 0.5 }));
      }
      return most >= 20;
    }).filter(Boolean);
    expect(rich.length).toBeLessThanOrEqual(20);
  });

  it('refuses a bet that could lose more than all', () => {
    expect(() => evidence([1], { expected: 0.5, bet: 2.1 })).toThrow(RangeError);
    expect(() => evidence([1], { expected: 0.5, bet: -2.1 })).toThrow(RangeError);
  });
});

describe('Successive rejects', () => {
  it('of four models with 100 inputs to spend are 16, 21, 31, by hand', () =>
    // l̄ = ½ + ½ + ⅓ + ¼; 96/(l̄·4) = 15.2, 96/(l̄·3) = 20.2, 96/(l̄·2) = 30.3 (Audibert & Bubeck 2010, figure 2)
    expect(successiveRejects(4, 100)).toEqual([16, 21, 31]));

  it('never spend more than the budget, and never ask less of those who stay', () =>
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 20, max: 5_000 }), (models, budget) => {
        const rounds = successiveRejects(models, budget);
        expect(rounds).toHaveLength(models - 1);
        const spent = rounds.reduce((sum, answered) => sum + answered, 0) + rounds.at(-1)!;
        expect(spent).toBeLessThanOrEqual(budget);
        rounds.forEach((answered, i) => expect(i > 0 && answered < rounds[i - 1]!).toBe(false));
      }),
    ));

  it('of one model are none', () => expect(successiveRejects(1, 100)).toEqual([]));
});
