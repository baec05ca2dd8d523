import fc from 'fast-check';
import { bcaInterval } from './bootstrap.ts';
import { tInterval } from './intervals.ts';
import { meanInterval, type MeanIntervalOptions } from './mean-interval.ts';
import { wilson } from './proportion.ts';

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
        { bounds: [0, 1] },
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

  it('counts groups of inputs, not inputs, where inputs share a source', () => {
    const scores = graded(30);
    const groups = (size: number) => scores.map((_, i) => `document ${Math.floor(i / size)}`);
    expect(meanInterval(scores, { ...unit, groups: groups(1) })).toEqual(meanInterval(scores, unit));
    const ten = meanInterval(scores, { ...unit, groups: groups(3) });
    expect(ten).toMatchObject({ few_inputs: true, n: 30 });
    expect(ten.low).toBeCloseTo(tInterval(scores, { bounds: [0, 1], groups: groups(3) })!.low, 9);
    expect(meanInterval(scores, { ...unit, groups: groups(8) })).toMatchObject({ low: null });
    const passed = scores.map((score) => (score > 0.4 ? 1 : 0));
    expect(meanInterval(passed, { ...unit, binary: true, groups: groups(3) }).low).not.toBe(
      meanInterval(passed, { ...unit, binary: true }).low,
    );
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
