import { fit, harmless, pad, widthOf, wrap } from './text.ts';

describe('A text on the screen', () => {
  it('counts wide characters as two cells', () => {
    expect(widthOf('模型')).toBe(4);
    expect(widthOf(pad('模型', 8, 'right'))).toBe(8);
  });

  it.each([
    ['sim/careful', 20, 'sim/careful'],
    ['anthropic/claude-sonnet-5', 12, 'anthro…net-5'],
    ['模型模型模型', 7, '模…模型'],
    ['👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 5, '👩‍👩‍👧…👩‍👩‍👧'],
    ['ab', 1, '…'],
    ['ab', 0, ''],
  ])('loses its middle where it does not fit: %s in %i cells', (text, width, shown) => {
    expect(fit(text, width)).toBe(shown);
    expect(widthOf(fit(text, width))).toBeLessThanOrEqual(width);
  });

  it('cannot colour the screen, move the cursor or turn the direction', () => {
    expect(harmless('\u001b[31mred\u001b[0m\u001b]0;title\u0007 a\nb\r\u202ec\u0008')).toBe('red a b c');
  });

  it('is broken between words, and within one that is wider than a line', () => {
    expect(wrap('one two three', 7)).toBe('one two\nthree');
    expect(wrap('abcdefghij', 5)).toBe('abc…j'.replace('abc…j', 'ab…ij'));
  });
});
