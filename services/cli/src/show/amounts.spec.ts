import { counted, duration, usd } from './amounts.ts';

describe('Money', () => {
  it.each([
    ['0', 2, '$0.00'],
    ['1.005', 2, '$1.01'],
    ['1234.5', 2, '$1,234.50'],
    ['0.0004', 2, '$0.0004'],
    ['0.00000012', 4, '$0.0000001'],
    ['0.0973', 4, '$0.0973'],
  ])('of %s with %i places is %s', (amount, places, shown) => {
    expect(usd(amount, places)).toBe(shown);
  });

  it('that nobody knows is unknown, never 0', () => {
    expect(usd(null)).toBe('unknown');
  });
});

describe('A duration', () => {
  it.each([
    [0, '1 s'],
    [8_400, '8 s'],
    [59_900, '1 min'],
    [200_000, '3 min 20 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
  ])('of %i ms is %s', (ms, shown) => {
    expect(duration(ms)).toBe(shown);
  });
});

it('A count takes the plural from two on', () => {
  expect([counted(1, 'call'), counted(1200, 'call'), counted(0, 'call')]).toEqual(['1 call', '1,200 calls', '0 calls']);
});
