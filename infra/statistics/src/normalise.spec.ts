import fc from 'fast-check';
import { normaliseText } from './normalise.ts';

describe('Normalised text', () => {
  it.each([
    ['  Hello\r\n\tWorld ', 'hello world'],
    ['STRASSE', normaliseText('straße')],
    ['ẞ', 'ss'],
    ['ΣΊΣΥΦΟΣ', normaliseText('σίσυφος')], // Unicode 3.13: final sigma folds to sigma
    ['ſ', 's'],
    ['İ', 'i̇'],
    ['ı', 'ı'],
    ['ﬁne', 'fine'],
    ['①２', '12'],
    ['e\u0301', '\u00e9'],
    ['a\u00a0\u2003b', 'a b'],
    ['', ''],
  ])('of %j is %j', (text, expected) => expect(normaliseText(text)).toBe(expected));

  it('stays the same when normalised again', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) =>
        expect(normaliseText(normaliseText(text))).toBe(normaliseText(text)),
      ),
      { numRuns: 2_000 },
    ));
});
