import fc from 'fast-check';
import { consistency } from './consistency.ts';

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
