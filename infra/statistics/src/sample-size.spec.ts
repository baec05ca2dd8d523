import fc from 'fast-check';
import { inputsNeeded, smallestDifference } from './sample-size.ts';

const settled = { between: 1 / 9, within: [] };

describe('The sample size', () => {
  it('for 3 points at ω² = 1/9 and no spread within is 969 (Miller 2024, arXiv:2411.00640, section 5)', () =>
    expect(inputsNeeded(settled, 0.03)).toBeCloseTo(968.9975, 3));

  it('for half a standard deviation is the usual 32 pairs', () =>
    expect(Math.ceil(inputsNeeded({ between: 1, within: [] }, 0.5))).toBe(32)); // (1.960 + 0.842)² / 0.25 = 31.4

  it('counts the spread within inputs by its repetitions', () => {
    const once = { between: 0.05, within: [{ variance: 0.03, repetitions: 1 }, { variance: 0.02, repetitions: 1 }] }; // prettier-ignore
    const often = { ...once, within: [{ variance: 0.03, repetitions: 3 }, { variance: 0.02, repetitions: 2 }] }; // prettier-ignore
    expect(inputsNeeded(once, 0.1)).toBeCloseTo(7.8488797 * 10, 4); // (0.05 + 0.03 + 0.02) / 0.01
    expect(inputsNeeded(often, 0.1)).toBeCloseTo(7.8488797 * 7, 4); // (0.05 + 0.01 + 0.01) / 0.01
  });

  it('is without end for no difference', () => expect(inputsNeeded(settled, 0)).toBe(Infinity));

  it('and the smallest difference are one formula: each undoes the other; stricter asks for more', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        fc.integer({ min: 2, max: 5_000 }),
        (between, n) => {
          const plan = { between, within: [{ variance: 0.01, repetitions: 2 }] };
          expect(inputsNeeded(plan, smallestDifference(plan, n))).toBeCloseTo(n, 6);
          expect(smallestDifference(plan, 4 * n)).toBeCloseTo(smallestDifference(plan, n) / 2, 10);
          expect(inputsNeeded({ ...plan, alpha: 0.01 }, 0.1)).toBeGreaterThan(inputsNeeded(plan, 0.1));
          expect(inputsNeeded({ ...plan, power: 0.9 }, 0.1)).toBeGreaterThan(inputsNeeded(plan, 0.1));
        },
      ),
    ));
});
