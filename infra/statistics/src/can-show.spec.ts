import fc from 'fast-check';
import { canShow, fewestInputs, inputsToShow } from './can-show.ts';

const two = { models: 2, inputs: 8, repetitions: 1 };

describe('What inputs can show', () => {
  it('is said before anything is measured', () => {
    // s² = 0.075 + 2·0.01: 2.8016·√(0.095/8) = 0.3053; 7.849·0.095/0.15² = 33.1 → 34 = 8 + 26
    expect(canShow(two)).toEqual({
      fewest_inputs: 6,
      smallest_difference: expect.closeTo(0.3053, 4) as number,
      next: { difference: 0.15, inputs: 34 },
      sentence: '8 inputs can only show leads over 0.31. Add about 26 to see 0.15.',
    });
  });

  it('is nothing with too few: 2^(1−n) must pass Holm over all pairs', () => {
    // 3 pairs: 3·2^(1−7) = 0.047; 2^(1−6) = 0.031
    expect([2, 3, 20].map(fewestInputs)).toEqual([6, 7, 13]);
    expect(canShow({ ...two, models: 3, inputs: 2 })).toEqual({
      fewest_inputs: 7,
      smallest_difference: null,
      next: null,
      sentence: '2 inputs are too few to tell 3 models apart. Add at least 5.',
    });
  });

  it('counts sources where inputs share them', () =>
    expect(canShow({ ...two, inputs: 24, sources: 4 })).toMatchObject({
      smallest_difference: null,
      sentence: '24 inputs from 4 sources are too few to tell 2 models apart. Add at least 2 sources.',
    }));

  it('goes by what was measured where it was', () => {
    // 2.8016·√(0.04/100) = 0.056: 0.05 is no step, 0.02 needs 7.849·0.04/0.0004 = 784.9
    expect(canShow({ ...two, inputs: 100, variance: 0.04 })).toMatchObject({
      next: { difference: 0.02, inputs: 785 },
      sentence: '100 inputs can only show leads over 0.06. Add about 685 to see 0.02.',
    });
    expect(canShow({ ...two, inputs: 2_000, variance: 0.0001 }).sentence).toBe(
      '2,000 inputs can only show leads over 0.0006.',
    );
  });

  it('narrows with inputs and repetitions, and widens with models; never asks for fewer inputs than there are', () =>
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 3_000 }), fc.integer({ min: 2, max: 20 }), (inputs, models) => {
        const at = (given: object) => canShow({ models, inputs, repetitions: 1, ...given });
        const now = at({}).smallest_difference!;
        expect(at({ inputs: inputs + 1 }).smallest_difference!).toBeLessThan(now);
        expect(at({ repetitions: 2 }).smallest_difference!).toBeLessThan(now);
        expect(at({ models: models + 1 }).smallest_difference!).toBeGreaterThan(now);
        expect(at({}).next?.inputs ?? Infinity).toBeGreaterThan(inputs);
      }),
    ));

  it('needs without a lead no end of inputs', () => expect(inputsToShow(0, 0.1, 2)).toBe(Infinity));
});
