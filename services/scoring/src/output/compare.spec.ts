import { comparison } from './compare.ts';
import { matcherOf } from './matchers.ts';

describe('A matcher', () => {
  const compare = (rule: Parameters<typeof matcherOf>[0], value: unknown, gold: unknown) =>
    matcherOf(rule).compare(value, gold);

  it('exact: equal as JSON, key order apart', () => {
    expect(compare('exact', { a: 1, b: 2 }, { b: 2, a: 1 })).toBe(1);
    expect(compare('exact', 'Ann', 'ann')).toBe(0);
  });
  it('text: but for case, white space and Unicode form', () =>
    expect(compare('text', ' STRASSE  1', 'straße 1')).toBe(1));
  it('fuzzy: 1 − edits / longer length', () => expect(compare('fuzzy', 'abcd', 'ABCE')).toBe(0.75));
  it('number: by value, within the tolerance', () => {
    expect(compare('number', '1.0', 1)).toBe(1);
    expect(compare('number', 1.1, 1)).toBe(0);
    expect(compare({ match: 'number', weight: 1, tolerance: 0.1 }, 1.1, 1)).toBe(1);
    expect(compare('number', 'one', 1)).toBe(0);
  });
  it('date: by day, or by instant where both have a time', () => {
    expect(compare('date', '2026-03-01', '2026-03-01T10:00:00Z')).toBe(1);
    expect(compare('date', '2026-03-01T12:00+02:00', '2026-03-01T10:00:00Z')).toBe(1);
    expect(compare('date', '2026-02-30', '2026-03-02')).toBe(0);
  });
  it('date: as text where the gold is none', () => expect(compare('date', 'Next Week', 'next week')).toBe(1));
  it('boolean: by value', () => {
    expect(compare('boolean', 'True', true)).toBe(1);
    expect(compare('boolean', false, true)).toBe(0);
  });
});

describe('The similarity of two items', () => {
  const fields = { owner: 'exact', action: { match: 'fuzzy', weight: 2 }, due: 'date' } as const;
  const similar = comparison({ format: 'json', fields }, []);

  it('weighs the declared fields: (1·1 + 2·0.75 + 1·0) / 4', () =>
    expect(
      similar({ owner: 'Ann', action: 'abcd', due: '2026-01-01' }, { owner: 'Ann', action: 'abce', due: '2026-01-02' }),
    ).toBe(0.625));
  it('leaves a field out that both lack, and gives 0 for one that one lacks: (1 + 2·1) / 3 and 3 / 4', () => {
    expect(similar({ owner: 'Ann', action: 'a', due: null }, { owner: 'Ann', action: 'a' })).toBe(1);
    expect(similar({ owner: 'Ann', action: 'a' }, { owner: 'Ann', action: 'a', due: '2026-01-01' })).toBe(0.75);
  });
  it('goes over the fields of the gold where none are declared: texts fuzzy, others exact', () => {
    const gold = { name: 'abcd', age: 3 };
    expect(comparison({ format: 'json' }, [gold])({ name: 'abce', age: 3, extra: 1 }, gold)).toBe(0.875);
  });
  it('is that of the texts for plain texts, and 0 for things of different kinds', () => {
    expect(comparison({ format: 'json' }, ['abcd'])('ABCE', 'abcd')).toBe(0.75);
    expect(comparison({ format: 'json' }, [{ a: 1 }])('a', { a: 1 })).toBe(0);
  });
  it('knows no nearly right label', () => {
    const label = comparison({ format: 'label' }, ['class 1']);
    expect([label('Class 1', 'class 1'), label('class 2', 'class 1')]).toEqual([1, 0]);
  });
});
