import { Referee } from './referee.ts';

const ended = { status: 200, cost_nano_usd: 7, sent: true };

describe('The referee', () => {
  it('keeps its totals when it forgets single requests', () => {
    const referee = new Referee();
    for (let n = 0; n < 200_001; n++) referee.end(referee.begin('sim/quick', 'f'), ended);
    expect(referee.since(0).length).toBeLessThanOrEqual(200_000);
    expect(referee.since(200_000).map(({ n }) => n)).toEqual([200_001]);
    expect(referee.summary()).toMatchObject({ begun: 200_001, finished: 200_001, cost_nano_usd: 1_400_007 });
  });
  it('starts over at a reset, whatever is still under way', () => {
    const referee = new Referee();
    const old = referee.begin('sim/quick', 'f');
    referee.reset();
    referee.end(old, ended);
    expect(referee.begin('sim/terse', 'f').n).toBe(1);
    expect(referee.summary()).toEqual({
      requests: 1,
      begun: 1,
      finished: 0,
      in_flight: 1,
      cost_nano_usd: 0,
      by_model: { 'sim/terse': { requests: 1, finished: 0, cost_nano_usd: 0 } },
      by_status: {},
    });
  });
});
