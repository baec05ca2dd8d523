import { setImmediate as endOfTurn } from 'node:timers/promises';
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

  it('ends a rest when nothing has come for a while, and not while something comes', async () => {
    const pace = new Pace(100, 5_000);
    for (let n = 0; n < 30; n++) pace.after(1_000); // rests are at their longest
    pace.heard('a');
    await pace.rest(1_000); // what comes for the first time is rare
    let over = false;
    const resting = pace.rest(1_000).then(() => (over = true));
    for (let n = 0; n < 10; n++) {
      await new Promise((done) => setTimeout(done, 20));
      pace.heard('a');
    }
    expect(over).toBe(false);
    await resting; // 5 s would be too long for this spec
  }, 3_000);

  it('ends a rest when something comes that has not come for a second, and then rests as before', async () => {
    const pace = new Pace(100, 5_000);
    for (let n = 0; n < 30; n++) pace.after(1_000);
    const often = setInterval(() => pace.heard('often'), 10); // never quiet
    pace.heard('often');
    await pace.rest(1_000);
    let over = false;
    void pace.rest(1_000).then(() => (over = true));
    await new Promise((done) => setTimeout(done, 50));
    expect(over).toBe(false);
    pace.heard('seldom');
    await endOfTurn();
    expect(over).toBe(true);
    const longer = pace.rest(1_000).then(() => 'rested');
    setTimeout(() => pace.heard('seldom'), 50); // a second time within a second
    const soon = new Promise((done) => setTimeout(done, 300)).then(() => 'resting');
    expect(await Promise.race([longer, soon])).toBe('resting');
    clearInterval(often);
    await longer;
  }, 3_000);

  it('ends a rest at a flush and begins none soon after, then rests as before', async () => {
    const pace = new Pace(100, 5_000);
    for (let n = 0; n < 30; n++) pace.after(1_000);
    const rested = (ms: number) =>
      Promise.race([pace.rest(1_000).then(() => true), new Promise((done) => setTimeout(() => done(false), ms))]);
    expect(await rested(50)).toBe(false);
    pace.flush();
    expect([await rested(50), await rested(50)]).toEqual([true, true]);
    await new Promise((done) => setTimeout(done, 300));
    expect(await rested(50)).toBe(false);
    pace.flush();
  });
});
