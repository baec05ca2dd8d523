import { goldItemsOf } from './gold.ts';

const json = { format: 'json', items: '$.action_items' } as const;
const csv = { format: 'csv', fields: { a: 'text', b: 'number' } } as const;

describe('Gold', () => {
  it.each([
    ['the whole object', { action_items: ['x', 'y'] }],
    ['the bare list', ['x', 'y']],
    ['a list of another name', { concepts: ['x', 'y'] }],
    ['a list further in', { result: { concepts: ['x', 'y'] } }],
    ['its JSON as text', '{"action_items":["x","y"]}'],
    ['a list as text', '```json\n["x","y"]\n```'],
  ])('may be %s', (_, gold) => expect(goldItemsOf(gold, json)).toEqual(['x', 'y']));
  it.each([[null], [[]], [{}], [{ action_items: [] }], [{ action_items: null }], ['']])('%j is none', (gold) =>
    expect(goldItemsOf(gold, json)).toEqual([]),
  );
  it('may be one thing alone', () => {
    expect(goldItemsOf({ pattern: '^a$', accepted: ['a'] }, { format: 'json', items: '$' })).toEqual([
      { pattern: '^a$', accepted: ['a'] },
    ]);
    expect(goldItemsOf('x', json)).toEqual(['x']);
    expect(goldItemsOf(42, { format: 'text' })).toEqual([42]);
    expect(goldItemsOf({ label: 'bug' }, { format: 'label' })).toEqual(['bug']);
  });
  it.each([
    ['the table as text', '\uFEFFa,b\r\n"x, y",1\r\nz,\r\n'],
    [
      'records',
      [
        { a: 'x, y', b: 1 },
        { a: 'z', b: null },
      ],
    ],
    [
      'records under a name',
      {
        rows: [
          { a: 'x, y', b: '1' },
          { a: 'z', b: '' },
        ],
      },
    ],
  ])('of a table may be %s', (_, gold) =>
    expect(goldItemsOf(gold, csv)).toEqual([
      { a: 'x, y', b: '1' },
      { a: 'z', b: null },
    ]),
  );
  it('of a text may be the answer, or a text that holds it', () => {
    const text = { format: 'text', items: { pattern: 'A: *(\\d+)', which: 'last' } } as const;
    expect(goldItemsOf('A: 42', text)).toEqual(['42']);
    expect(goldItemsOf('42', text)).toEqual(['42']);
  });
});
