import fc from 'fast-check';
import { bcaInterval, tInterval, wilson } from './intervals.ts';
import { meanInterval, type MeanIntervalOptions } from './mean-interval.ts';

const unit: MeanIntervalOptions = { seed: 1, scale: [0, 1] };
const graded = (n: number) => Array.from({ length: n }, (_, i) => ((i * 7) % 10) / 10);

describe('The interval of a mean', () => {
  it('is a bootstrap from 20 inputs on', () =>
    expect(meanInterval(graded(20), unit)).toMatchObject({
      ...bcaInterval(graded(20), { seed: 1 }),
      few_inputs: false,
    }));

  it('is Student’s below 20 inputs, and says so', () =>
    expect(meanInterval(graded(19), unit)).toMatchObject({
      ...tInterval(
        graded(19).sort((a, b) => a - b),
        [0, 1],
      ),
      few_inputs: true,
    }));

  it('is missing below 5 inputs, without spread, and without inputs', () => {
    expect(meanInterval([0.1, 0.5, 0.6, 0.9], unit)).toMatchObject({ low: null, high: null, n: 4, few_inputs: true });
    expect(meanInterval(Array<number>(40).fill(1), unit)).toMatchObject({ mean: 1, low: null, high: null });
    expect(meanInterval([], unit)).toEqual({ mean: null, low: null, high: null, n: 0, few_inputs: true });
  });

  it('is Wilson’s for 0/1 scores, however few or alike', () => {
    expect(meanInterval([1, 1, 1], { ...unit, binary: true })).toMatchObject({ mean: 1, ...wilson(3, 3) });
    expect(meanInterval([1, 0, 1], { ...unit, binary: true })).toMatchObject(wilson(2, 3)!);
    expect(meanInterval([1, 0.5, 1], { ...unit, binary: true })).toMatchObject({ low: null }); // averaged repetitions
  });

  it('stays on the scale and does not depend on the order', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 5, maxLength: 19 }), (eighths) => {
        const values = eighths.map((value) => value / 8);
        const interval = meanInterval(values, unit);
        expect(meanInterval([...values].reverse(), unit)).toEqual(interval);
        if (interval.low !== null) expect(interval.low).toBeGreaterThanOrEqual(0);
        if (interval.high !== null) expect(interval.high).toBeLessThanOrEqual(1);
      }),
    ));
});
