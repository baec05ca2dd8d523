import { itemsOf } from './items.ts';

const json = { format: 'json' as const };

describe('The items of an output', () => {
  it('lie where the path says', () => {
    expect(itemsOf({ a: { list: [1, 2] }, b: [3] }, { ...json, items: '$.a.list' })).toEqual([1, 2]);
    expect(itemsOf({ list: [{ n: 1 }, { n: 2 }] }, { ...json, items: '$.list[*].n' })).toEqual([1, 2]);
  });
  it('are the bare list where the path finds nothing in one: gold may be given either way', () =>
    expect(itemsOf([1, 2], { ...json, items: '$.list' })).toEqual([1, 2]));
  it('are none where the path finds nothing or null, and one where it finds a single thing', () => {
    expect(itemsOf({}, { ...json, items: '$.list' })).toEqual([]);
    expect(itemsOf({ list: null }, { ...json, items: '$.list' })).toEqual([]);
    expect(itemsOf({ list: { n: 1 } }, { ...json, items: '$.list' })).toEqual([{ n: 1 }]);
  });
  it('are inferred without a path', () => {
    expect(itemsOf([1, 2], json)).toEqual([1, 2]);
    expect(itemsOf({ note: 'x', list: [1] }, json)).toEqual([1]);
    expect(itemsOf({ a: [1], b: [2] }, json)).toEqual([{ a: [1], b: [2] }]);
    expect(itemsOf({ a: 1 }, json)).toEqual([{ a: 1 }]);
    expect(itemsOf('spam', { format: 'label' })).toEqual(['spam']);
    expect(itemsOf(null, json)).toEqual([]);
  });
});
