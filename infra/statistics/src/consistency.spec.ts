import fc from 'fast-check';
import { consistency, errorOfSpread, narrowing, splitVariance, spreadOfRunMeans } from './consistency.ts';

describe('Consistency', () => {
  it('is the root of the mean variance, inputs asked once left out', () =>
    expect(consistency([[0, 1], [0.5, 0.5, 0.5], [1]])).toBeCloseTo(Math.sqrt((0.5 + 0) / 2), 14)); // science.md 2.3

  it('is null if no input was asked twice', () => {
    expect(consistency([])).toBeNull();
    expect(consistency([[1], []])).toBeNull();
  });

  it('does not depend on order and is zero only for scores that repeat', () =>
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2 }), { minLength: 1 }), (rows) => {
        const value = consistency(rows)!;
        expect(consistency(rows.map((row) => [...row].reverse()).reverse())).toBeCloseTo(value, 12);
        expect(value === 0).toBe(rows.every((row) => row.every((score) => score === row[0])));
      }),
    ));
});

describe('The spread of repetitions’ means', () => {
  it('is the standard deviation of N headlines', () =>
    // run means 0.5, 1, 0.75
    expect(spreadOfRunMeans([[0, 1, 0.5], [1, 1, 1]])).toBeCloseTo(0.25, 14)); // prettier-ignore

  it('leaves out inputs that lack a repetition, and is null for one repetition', () => {
    expect(spreadOfRunMeans([[0, 1], [1, 1], [0]])).toBeCloseTo(Math.sqrt(0.125), 14); // prettier-ignore
    expect(spreadOfRunMeans([[1], [0]])).toBeNull();
    expect(spreadOfRunMeans([])).toBeNull();
  });
});

describe('The error of a spread', () => {
  it('is 50 % for 3 repetitions, 35 % for 5, 24 % for 10; null for one', () => {
    expect([3, 5, 10].map((n) => errorOfSpread(n)!.toFixed(2))).toEqual(['0.50', '0.35', '0.24']);
    expect(errorOfSpread(1)).toBeNull();
  });
});

describe('The split of variance', () => {
  it('is that of a one-way analysis of variance, by hand', () => {
    // within: (0.02 + 0.08) / 2 = 0.05; means 0.2 and 0.8 vary by 0.18, of which 0.05/2 is chance
    const split = splitVariance([[0.1, 0.3], [0.6, 1]])!; // prettier-ignore
    expect(split.within).toBeCloseTo(0.05, 14);
    expect(split.between).toBeCloseTo(0.155, 14);
    // doubling repetitions: 0.155 + 0.0125 of 0.155 + 0.025
    const { inputs, repetitions } = narrowing(split, 2)!;
    expect(inputs).toBeCloseTo(1 - Math.SQRT1_2, 14);
    expect(repetitions).toBeCloseTo(1 - Math.sqrt(0.1675 / 0.18), 14);
  });

  it('has nothing between inputs where repetitions explain it all, and is null without repetitions or a second input', () => {
    expect(splitVariance([[0, 1], [1, 0]])).toEqual({ between: 0, within: 0.5 }); // prettier-ignore
    expect(narrowing({ between: 0, within: 0.5 }, 2)!.repetitions).toBeCloseTo(1 - Math.SQRT1_2, 14);
    expect(narrowing({ between: 0, within: 0 }, 2)).toBeNull();
    expect(splitVariance([[0], [1]])).toBeNull();
    expect(splitVariance([[0, 1]])).toBeNull();
  });

  it('never promises more from repetitions than from inputs', () =>
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), fc.integer({ min: 1, max: 20 }), (between, within, repetitions) => {
        const gain = narrowing({ between, within }, repetitions);
        if (gain) expect(gain.repetitions <= gain.inputs + 1e-12 && gain.repetitions >= 0).toBe(true);
      }),
    ));
});
