import { costOf, formatUsd, knownPrices, parseUsd } from './money.ts';

describe('Money', () => {
  it.each([
    ['1.00', 1_000_000_000],
    ['0.000000001', 1],
    ['0.0000000005', 0], // half to even
    ['0.0000000015', 2],
    ['0.00000000150000001', 2],
    ['1.23e-7', 123],
    ['2E3', 2_000_000_000_000],
  ])('%s USD is %d nano-dollars', (text, nano) => expect(parseUsd(text)).toBe(nano));

  it.each(['-1', '', 'abc', '1,5', '0x10', 'NaN', 'Infinity'])('%j is no amount', (text) =>
    expect(parseUsd(text)).toBeNull(),
  );

  it.each([
    [0, '0.00'],
    [1, '0.000000001'],
    [1_500_000, '0.0015'],
    [12_000_000_000, '12.00'],
  ])('%d nano-dollars are written %s', (nano, text) => {
    expect(formatUsd(nano)).toBe(text);
    expect(parseUsd(text)).toBe(nano);
  });

  it('is worked out exactly and rounded once', () => {
    // (1000 − 200)·0.00000015 + 200·0.000000075 + 333·0.0000006 = 0.00012 + 0.000015 + 0.0001998
    const prices = { prompt: '0.00000015', completion: '0.0000006', cached: '0.000000075' };
    expect(costOf({ prompt: 1000, completion: 333, cached: 200 }, prices)).toBe(334_800);
    expect(costOf({ prompt: 3, completion: 0 }, { prompt: '0.0000000005', completion: '0' })).toBe(2); // 1.5 nano, not 3 × 0
  });

  it('of an unknown price is unknown, of a free model 0', () => {
    expect(costOf({ prompt: 1, completion: 1 }, null)).toBeNull();
    expect(costOf({ prompt: 1, completion: 1 }, { prompt: '-1', completion: '-1' })).toBeNull();
    expect(costOf({ prompt: 1, completion: 1 }, { prompt: '0', completion: '0' })).toBe(0);
    expect(knownPrices({ prompt: '0.1', completion: '-1' })).toBe(false);
  });
});
