import { canonical } from './canonical.ts';

/** A repeatable stream of numbers below a limit. */
const numbers = (seed: number) => (limit: number) => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((seed / 2 ** 32) * limit);
};
const NAMES = ['a', 'b', 'Z', 'ä', '10', '9', '-1', '__proto__', 'constructor', '', '\u{1f600}', 'toString'];

function anything(below: (limit: number) => number, depth = 0): unknown {
  const kind = below(depth > 3 ? 5 : 8);
  if (kind === 0) return null;
  if (kind === 1) return below(2) === 1;
  if (kind === 2) return below(1e6) / 8 - 1e4;
  if (kind < 5) return NAMES[below(NAMES.length)];
  const many = Array.from({ length: below(5) }, () => anything(below, depth + 1));
  if (kind === 5) return many;
  return Object.fromEntries(many.map((part) => [NAMES[below(NAMES.length)]!, part]));
}

describe('Canonical JSON', () => {
  it('has its keys in order, however deep, and lists as they are', () => {
    expect(canonical({ b: [{ d: 1, c: 2 }, 'x'], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1},"x"]}');
    expect(canonical({ at: new Date(0), no: undefined })).toBe('{"at":"1970-01-01T00:00:00.000Z"}');
  });

  it('keeps the value, and the bytes of every value that is equal', () => {
    const below = numbers(7);
    for (let round = 0; round < 3_000; round++) {
      const value = anything(below);
      const text = canonical(value);
      expect(JSON.parse(text)).toEqual(value);
      expect(canonical(shuffled(value, below))).toBe(text);
    }
  });

  // Digests of them lie in logs: their bytes never change.
  it('is what it was from the first version on', () => {
    const before = (value: unknown) =>
      JSON.stringify(value, (_, part: unknown) =>
        part && typeof part === 'object' && !Array.isArray(part)
          ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
          : part,
      );
    const below = numbers(11);
    for (let round = 0; round < 3_000; round++) {
      const value = anything(below);
      expect(canonical(value)).toBe(before(value));
    }
  });
});

function shuffled(value: unknown, below: (limit: number) => number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => shuffled(part, below));
  const parts = Object.entries(value).map(([name, part]) => [name, shuffled(part, below), below(1_000)] as const);
  return Object.fromEntries(parts.sort((a, b) => a[2] - b[2]).map(([name, part]) => [name, part]));
}
