import fc from 'fast-check';
import { fund, maximumCost } from './funding.ts';
import { answerCost, overcharge } from './posting.ts';

const prices = { prompt: '0.000001', completion: '0.000002' };
const waiting = (...costs: (number | null)[]) => costs.map((max_nano, at) => ({ call_id: `c${at}`, max_nano }));
const account = { budget_nano: 100, spent_nano: 0, reserved_nano: 0, under_way: 0 };

describe('Funding', () => {
  it('sets aside the most that a call can cost: its bytes as tokens and all it may answer', () =>
    expect(maximumCost({ prompt_bytes: 1000, max_tokens: 500, prices })).toBe(2_000_000));
  it('sets it aside at the dearest tier that the prompt can reach', () => {
    const tiered = { ...prices, tiers: [{ from_prompt_tokens: 1000, prompt: '0.000002', completion: '0.000003' }] };
    expect(maximumCost({ prompt_bytes: 999, max_tokens: 500, prices: tiered })).toBe(1_999_000);
    expect(maximumCost({ prompt_bytes: 1000, max_tokens: 500, prices: tiered })).toBe(3_500_000);
  });
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

  const rate = fc.integer({ min: 0, max: 5_000 }).map((nano) => `0.${String(nano).padStart(12, '0')}`);
  const maybe = fc.option(rate, { nil: undefined });
  const rates = { prompt: rate, completion: rate, cached: maybe };
  const tier = fc.record({ from_prompt_tokens: fc.integer({ min: 1, max: 300 }), ...rates });
  const listed = fc.record({ ...rates, cache_write: maybe, request: maybe, tiers: fc.array(tier) });
  it('is never more than was set aside, whatever the tiers, where it has no more tokens than bytes', () =>
    fc.assert(
      fc.property(
        listed,
        fc.nat(300),
        fc.nat(100),
        fc.nat(300),
        fc.nat(300),
        (of, bytes, max_tokens, fewer, cached) => {
          const max_nano = maximumCost({ prompt_bytes: bytes, max_tokens, prices: of })!;
          const prompt_tokens = Math.max(0, bytes - fewer);
          const told = { ...usage, prompt_tokens, completion_tokens: max_tokens, cached_tokens: cached };
          expect(answerCost(told, { prices: of, max_nano }).cost_nano).toBeLessThanOrEqual(max_nano);
        },
      ),
    ));
  it("is the provider's figure where it gives one", () =>
    expect(answerCost({ ...usage, reported_nano: 7 }, call)).toEqual({
      cost_nano: 7,
      state: 'reported',
      may_cost_nano: null,
    }));
  it('is estimated from tokens and pinned prices', () =>
    expect(answerCost(usage, call)).toEqual({ cost_nano: 50_000, state: 'estimated', may_cost_nano: null }));
  it('is above the most that it could be by their difference, where both are known', () => {
    expect(overcharge(50_001, 50_000)).toEqual({ over_nano: 1 });
    expect([overcharge(50_000, 50_000), overcharge(50_001, null), overcharge(null, 9)]).toEqual([{}, {}, {}]);
  });
  it("is estimated at the tier of the prompt's tokens, not of its bytes, and the tier's price of cached ones", () => {
    const tier = { from_prompt_tokens: 10, prompt: '0.000002', completion: '0.000003', cached: '0.000001' };
    const tiered = { prices: { ...prices, tiers: [tier] }, max_nano: 99 };
    expect(answerCost({ ...usage, prompt_tokens: 9 }, tiered).cost_nano).toBe(49_000);
    expect(answerCost(usage, tiered).cost_nano).toBe(80_000);
    expect(answerCost({ ...usage, cached_tokens: 4 }, tiered).cost_nano).toBe(76_000);
  });
  it('has the price of the request in it', () =>
    expect(answerCost(usage, { prices: { ...prices, request: '0.01' }, max_nano: 99 }).cost_nano).toBe(10_050_000));
  it('has that price once for each part of a long input, as was set aside', () => {
    const dear = { ...prices, request: '0.01' };
    expect(answerCost(usage, { prices: dear, max_nano: 99 }, 3).cost_nano).toBe(30_050_000);
    const one = { prompt_bytes: 1, max_tokens: 1, prices: dear };
    expect(maximumCost({ ...one, parts: 3 })! - maximumCost(one)!).toBe(20_000_000);
  });
  it('is unknown without tokens or a price, and may be as much as was set aside', () => {
    expect(answerCost({ ...usage, prompt_tokens: null }, call)).toEqual({
      cost_nano: null,
      state: 'unknown',
      may_cost_nano: 99,
    });
    expect(answerCost(usage, { prices: null, max_nano: null }).state).toBe('unknown');
  });
});
