import fc from 'fast-check';
import { BadInput } from './problem.ts';
import { sound } from './sound.ts';

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;

describe('A value from outside', () => {
  it('is kept only when JSON carries it there and back', () => {
    const hostile = fc.constantFrom<unknown>(-0, Number.NaN, Infinity, '\ud800', 'a\0', { constructor: 1 });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue({ stringUnit: 'binary' }), fc.array(hostile)), (value) => {
        if (!isSound(value)) return;
        expect(JSON.parse(JSON.stringify(value))).toEqual(value);
      }),
    );
  });

  it.each<[unknown]>([[{ a: [1, 'x', null, true, { b: 0.1 }] }], [nested(100)], [{ 'é 😀': '\r\n' }]])(
    'is kept: %j',
    (value) => expect(sound(value)).toBe(value),
  );

  it.each([
    ['100 levels', nested(10_000), '0.0.0.0.0'],
    ['a NUL', { a: ['x\0'] }, 'a.0: contains a NUL'],
    ['half a character', { a: '\ud800' }, 'a: contains half'],
    ['half a character in a name', { '\udc00': 1 }, ': contains half'],
    [
      'the name of a prototype',
      JSON.parse('{"a":{"__proto__":{"b":1}}}'),
      'a.__proto__: the name __proto__ is reserved',
    ],
    ['the name of a constructor', { a: [{ constructor: 1 }] }, 'a.0.constructor'],
    ['a number without end', JSON.parse('{"a":1e400}'), 'a: is not a number'],
    ['no number', { a: Number.NaN }, 'a: is not a number'],
    ['a zero with a sign', JSON.parse('{"a":-0}'), 'a: is −0'],
    ['more digits than a number holds', JSON.parse('[12345678901234567890]'), '0: is a whole number beyond'],
  ])('is refused for %s', (_, value, message) => {
    expect(() => sound(value)).toThrow(BadInput);
    expect(() => sound(value)).toThrow(message);
  });
});

function isSound(value: unknown): boolean {
  try {
    sound(value);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(BadInput);
    return false;
  }
}
