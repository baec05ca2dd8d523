import { findableItems } from './findable-items.ts';

describe('Where the items are', () => {
  it.each([['$.items[*].name'], [{ pattern: 'A: *(\\d+)', which: 'last' as const }], [undefined]])(
    'may be %j',
    (items) => expect(() => findableItems({ items })).not.toThrow(),
  );
  it.each([
    ['$.items[', 'output.items'],
    [{ pattern: '(?=a)(b)', which: 'last' as const }, 'output.items.pattern'],
    [{ pattern: 'A: \\d+', which: 'last' as const }, 'output.items.pattern'],
    [{ pattern: '(a)(b)', which: 'all' as const }, 'output.items.pattern'],
  ])('may not be %j', (items, path) => {
    expect(() => findableItems({ items })).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ path })] }),
    );
  });
});
