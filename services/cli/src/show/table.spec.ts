import fc from 'fast-check';
import { table } from './table.ts';
import { widthOf } from './text.ts';

const column = (head: string, align?: 'left' | 'right') => ({
  head,
  cell: (row: Record<string, string>) => row[head] ?? '',
  ...(align && { align }),
});

describe('A table', () => {
  it('aligns its columns by cells on the screen', () => {
    const rows = [
      { Model: '模型', Cost: '$1' },
      { Model: 'quick', Cost: '$10' },
    ];
    expect(table(rows, [column('Model'), column('Cost', 'right')], { width: 80 })).toBe(
      ['Model  Cost', '模型     $1', 'quick   $10'].join('\n'),
    );
  });

  it('continues below, led by its first column, where it is too wide', () => {
    const rows = [{ Model: 'a', One: '1111111', Two: '2222222' }];
    expect(table(rows, [column('Model'), column('One'), column('Two')], { width: 16 })).toBe(
      ['Model  One', 'a      1111111', '', 'Model  Two', 'a      2222222'].join('\n'),
    );
  });

  it('is never wider than the screen, and shows every column', () => {
    const name = fc.string({ unit: fc.constantFrom('a', '模', '👩‍👩‍👧', '-'), minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, name, name), { minLength: 1 }),
        fc.integer({ min: 24, max: 120 }),
        (names, width) => {
          const rows = names.map(([Model, One, Two]) => ({ Model, One, Two }));
          const lines = table(rows, [column('Model'), column('One'), column('Two')], { width }).split('\n');
          expect(Math.max(...lines.map((line) => widthOf(line)))).toBeLessThanOrEqual(width);
          expect(lines.join('\n')).toMatch(/Model[^]*One[^]*Two/);
        },
      ),
    );
  });
});
