import { amountText, comparePrices, costOf, freeOfCharge, knownPrices, maximumCostOf, perMillion } from './prices.ts';

const plain = { prompt: '0.000001', completion: '0.000002' };
/** Dearer from 200 prompt tokens on, cheaper again from 1,000. */
const tiered = {
  ...plain,
  cached: '0.0000001',
  tiers: [
    { from_prompt_tokens: 200, prompt: '0.000003', completion: '0.000009', cached: '0.0000003' },
    { from_prompt_tokens: 1000, prompt: '0.0000005', completion: '0.000002' },
  ],
};

describe('What a request costs', () => {
  it('is worked out exactly and rounded once', () => {
    // (1000 − 200)·0.00000015 + 200·0.000000075 + 333·0.0000006 = 0.00012 + 0.000015 + 0.0001998
    const prices = { prompt: '0.00000015', completion: '0.0000006', cached: '0.000000075' };
    expect(costOf({ prompt: 1000, completion: 333, cached: 200 }, prices)).toBe(334_800);
    expect(costOf({ prompt: 3, completion: 0 }, { prompt: '0.0000000005', completion: '0' })).toBe(2); // 1.5 nano, not 3 × 0
  });
  it('is unknown where a price is, and 0 for a free model', () => {
    expect(costOf({ prompt: 1, completion: 1 }, null)).toBeNull();
    expect(costOf({ prompt: 1, completion: 1 }, { prompt: '-1', completion: '-1' })).toBeNull();
    expect(costOf({ prompt: 1, completion: 1 }, { prompt: '0', completion: '0' })).toBe(0);
    expect(knownPrices({ prompt: '0.1', completion: '-1' })).toBe(false);
    expect(knownPrices({ ...plain, tiers: [{ from_prompt_tokens: 9, ...plain, prompt: '-1' }] })).toBe(false);
  });
  it('is unknown when more tokens are told than anybody could pay', () => {
    expect(costOf({ prompt: Number.MAX_SAFE_INTEGER, completion: 1 }, plain)).toBeNull();
    expect(maximumCostOf({ prompt: Number.MAX_SAFE_INTEGER, completion: 1 }, plain)).toBeNull();
  });
  it("is at the tier of the prompt's tokens, for all of them, from its bound on", () => {
    expect(costOf({ prompt: 199, completion: 10 }, tiered)).toBe(199_000 + 20_000);
    expect(costOf({ prompt: 200, completion: 10 }, tiered)).toBe(600_000 + 90_000);
    expect(costOf({ prompt: 200, completion: 10, cached: 100 }, tiered)).toBe(300_000 + 30_000 + 90_000);
    expect(costOf({ prompt: 1000, completion: 10, cached: 100 }, tiered)).toBe(500_000 + 20_000);
    const reversed = { ...tiered, tiers: tiered.tiers.toReversed() };
    expect(costOf({ prompt: 1000, completion: 10 }, reversed)).toBe(520_000);
  });
  it('has the price of the request itself on top', () => {
    expect(costOf({ prompt: 0, completion: 0 }, { ...plain, request: '0.01' })).toBe(10_000_000);
    expect(maximumCostOf({ prompt: 1, completion: 0 }, { ...plain, request: '0.01' })).toBe(10_001_000);
  });
});

describe('The most that a request can cost', () => {
  it('is at the dearest tier that it can reach, not merely the last', () => {
    expect(maximumCostOf({ prompt: 199, completion: 10 }, tiered)).toBe(199_000 + 20_000);
    expect(maximumCostOf({ prompt: 200, completion: 10 }, tiered)).toBe(600_000 + 90_000);
    expect(maximumCostOf({ prompt: 1000, completion: 10 }, tiered)).toBe(3_000_000 + 90_000);
  });
  it('reckons with every token written to the cache or thought with, where that is dearer', () => {
    const prices = { ...plain, cached: '0.0000001', cache_write: '0.00000125', reasoning: '0.000004' };
    expect(maximumCostOf({ prompt: 100, completion: 10 }, prices)).toBe(125_000 + 40_000);
  });
  it('is unknown where a price is', () => expect(maximumCostOf({ prompt: 1, completion: 1 }, null)).toBeNull());
});

describe('A price', () => {
  it('is shown per million tokens without loss', () => {
    expect(perMillion('0.0000025')).toBe('2.5');
    expect(perMillion('0.0000006000000000000001')).toBe('0.6000000000000001');
    expect(perMillion('0')).toBe('0');
    expect(perMillion('0.00002')).toBe('20');
  });
  it('is written in its shortest exact form', () => {
    expect(amountText('2e-7')).toBe('0.0000002');
    expect(amountText('1.50')).toBe('1.5');
    expect(amountText('00.0')).toBe('0');
    expect(amountText('-1')).toBeNull();
  });
  it('is compared as a number', () => {
    expect(comparePrices('0.00000009', '0.0000001')).toBeLessThan(0);
    expect(comparePrices('1e-7', '0.0000001')).toBe(0);
  });
  it('is free when every rate, tier and request is', () => {
    const nothing = { prompt: '0', completion: '0.0' };
    expect(freeOfCharge(nothing)).toBe(true);
    expect(freeOfCharge(null)).toBe(false);
    expect(freeOfCharge({ prompt: '-1', completion: '-1' })).toBe(false);
    expect(freeOfCharge({ ...nothing, request: '0.001' })).toBe(false);
    expect(freeOfCharge({ ...nothing, tiers: [{ from_prompt_tokens: 9, ...plain }] })).toBe(false);
  });
});
