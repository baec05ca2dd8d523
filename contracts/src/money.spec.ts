import { formatUsd, parseUsd } from './money.ts';

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
});
