import { tInterval } from './intervals.ts';

describe('Student’s interval', () => {
  it('of the extra sleep of ten patients is Student’s own (1908; R: t.test(extra of drug 1))', () => {
    const interval = tInterval([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2], { bounds: [-10, 10] })!;
    expect(interval.low).toBeCloseTo(-0.5297804, 6);
    expect(interval.high).toBeCloseTo(2.0297804, 6);
  });

  it('is clipped to the scale, and null for one value', () => {
    expect(tInterval([0, 1, 1, 1, 1], { bounds: [0, 1] })!.high).toBe(1);
    expect(tInterval([0.5], { bounds: [0, 1] })).toBeNull();
  });

  it('of groups has the standard error of groups and their number less one as degrees of freedom', () => {
    // three pairs 0.2, 0.5, 0.8 of equal scores: SE² = s²/6 + Σ 2·d²/36 = 0.072/6 + 0.36/36, t₂ = 4.302653
    const { low } = tInterval([0.2, 0.2, 0.5, 0.5, 0.8, 0.8], { bounds: [-9, 9], groups: [...'aabbcc'] })!;
    expect(low).toBeCloseTo(0.5 - 4.30265273 * Math.sqrt(0.072 / 6 + 0.36 / 36), 7);
    expect(tInterval([0.2, 0.4], { bounds: [0, 1], groups: ['a', 'a'] })).toBeNull();
  });
});
