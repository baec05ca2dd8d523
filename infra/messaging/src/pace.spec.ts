import { Pace } from './pace.ts';

describe('A pace', () => {
  const over = (batches: readonly (readonly [at: number, events: number])[]) => {
    const pace = new Pace(100, 200);
    return batches.map(([at, events]) => Math.round(pace.after(events, at)));
  };

  it('rests shortly while little comes', () => {
    expect(over([1_000, 2_000, 2_020, 2_500].map((at) => [at, 1]))).toEqual([20, 20, 20, 20]);
  });

  it('rests longer step by step while much comes, and no longer than its longest', () => {
    const rests = over(Array.from({ length: 20 }, (_, n) => [1_000 + n * 100, 50]));
    expect(rests.slice(0, 4)).toEqual([25, 31, 39, 49]);
    expect(rests.at(-1)).toBe(200);
  });

  it('rests shortly again soon after less comes', () => {
    const busy = Array.from({ length: 20 }, (_, n) => [1_000 + n * 100, 50] as const);
    expect(over([...busy, [4_200, 5]]).at(-1)).toBe(20);
  });

  it('takes bunches with pauses between them for what they are in a second', () => {
    const bunches = Array.from({ length: 20 }, (_, n) => [
      [1_000 + n * 60, 1] as const,
      [1_025 + n * 60, 9] as const,
    ]).flat();
    expect(over(bunches).at(-1)).toBe(200); // 166 a second
  });
});
