import fc from 'fast-check';
import { fund, maximumCost } from './funding.ts';
import { answerCost } from './posting.ts';

const prices = { prompt: '0.000001', completion: '0.000002' };
const waiting = (...costs: (number | null)[]) => costs.map((max_nano, at) => ({ call_id: `c${at}`, max_nano }));
const account = { budget_nano: 100, spent_nano: 0, reserved_nano: 0, under_way: 0 };

describe('Funding', () => {
  it('sets aside the most that a call can cost: its bytes as tokens and all it may answer', () =>
    expect(maximumCost({ prompt_bytes: 1000, max_tokens: 500, prices })).toBe(2_000_000));
  it('funds in order as far as the budget reaches', () =>
    expect(fund(waiting(40, 40, 40), account)).toEqual({ funded: ['c0', 'c1'], refused: [], reserved_nano: 80 }));
  it('waits while calls under way may give back what they do not use', () =>
    expect(fund(waiting(40), { ...account, spent_nano: 30, reserved_nano: 40, under_way: 1 })).toMatchObject({
      funded: [],
      refused: [],
    }));
  it('refuses what is left when nothing is under way', () =>
    expect(fund(waiting(40, 10), { ...account, spent_nano: 70 })).toMatchObject({ funded: [], refused: ['c0', 'c1'] }));
  it('never funds an unknown price against a budget', () =>
    expect(fund(waiting(null, 1), account)).toMatchObject({ funded: [], refused: ['c0', 'c1'] }));
  it('funds everything where there is no budget', () =>
    expect(fund(waiting(null, 5), { ...account, budget_nano: null }).funded).toEqual(['c0', 'c1']));
  it('never lets spent and reserved exceed the budget', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(60)), fc.nat(100), fc.nat(100), (costs, spent_nano, budget_nano) => {
        const { reserved_nano, funded } = fund(waiting(...costs), { ...account, budget_nano, spent_nano });
        if (funded.length > 0) expect(spent_nano + reserved_nano).toBeLessThanOrEqual(budget_nano);
      }),
    ));
});

describe('The cost of an answer', () => {
  const usage = {
    prompt_tokens: 10,
    completion_tokens: 20,
    cached_tokens: 0,
    reported_nano: null,
    first_token_ms: 1,
    latency_ms: 1,
  };
  const call = { prices, max_nano: 99 };
  it("is the provider's figure where it gives one", () =>
    expect(answerCost({ ...usage, reported_nano: 7 }, call)).toEqual({
      cost_nano: 7,
      state: 'reported',
      may_cost_nano: null,
    }));
  it('is estimated from tokens and pinned prices', () =>
    expect(answerCost(usage, call)).toEqual({ cost_nano: 50_000, state: 'estimated', may_cost_nano: null }));
  it('is unknown without tokens or a price, and may be as much as was set aside', () => {
    expect(answerCost({ ...usage, prompt_tokens: null }, call)).toEqual({
      cost_nano: null,
      state: 'unknown',
      may_cost_nano: 99,
    });
    expect(answerCost(usage, { prices: null, max_nano: null }).state).toBe('unknown');
  });
});
