import fc from 'fast-check';
import { textSimilarity } from './similarity.ts';

describe('Text similarity', () => {
  it.each([
    ['kitten', 'sitting', 1 - 3 / 7], // Levenshtein distance 3: Wagner & Fischer 1974's usual example
    ['Saturday', 'Sunday', 1 - 3 / 8],
    ['', '', 1],
    ['', 'a', 0],
    ['abc', 'xyz', 0],
    ['same', 'same', 1],
  ])('of %j and %j is as worked out by hand', (a, b, expected) =>
    expect(textSimilarity(a, b)).toBeCloseTo(expected, 15),
  );

  it('counts code points, so that an emoji is one character', () => expect(textSimilarity('a😀', 'a😁')).toBe(0.5));

  it('agrees with the plain definition', () => {
    const distance = (a: string[], b: string[]): number =>
      a.length === 0 || b.length === 0
        ? Math.max(a.length, b.length)
        : Math.min(
            distance(a.slice(1), b) + 1,
            distance(a, b.slice(1)) + 1,
            distance(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1),
          );
    const short = fc.array(fc.oneof(fc.constantFrom('a', 'b'), fc.constantFrom('a', 'é', '😀')), { maxLength: 5 });
    fc.assert(
      fc.property(short, short, (a, b) => {
        const expected = a.length + b.length === 0 ? 1 : 1 - distance(a, b) / Math.max(a.length, b.length);
        expect(textSimilarity(a.join(''), b.join(''))).toBeCloseTo(expected, 12);
      }),
    );
  });

  it('lies in 0–1, does not care which text comes first, and is 1 only for equal texts', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const similarity = textSimilarity(a, b);
        expect(similarity).toBe(textSimilarity(b, a));
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity === 1).toBe(a === b);
      }),
    ));
});
