import fc from 'fast-check';
import { comparison as comparing } from './compare.ts';
import { matcherOf, type Comparing } from './matchers.ts';

const alikeBy = ({ read, alike }: Comparing, value: unknown, gold: unknown) => alike(read(value), read(gold));

describe('A matcher', () => {
  const compare = (rule: Parameters<typeof matcherOf>[0], value: unknown, gold: unknown) =>
    alikeBy(matcherOf(rule), value, gold);

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
  it('time: by value, however it is written', () => {
    for (const value of ['1:02:03', '00:62:03', '62:03', ' 01:02:03.0 ', '[01:02:03]', '1:02:03,000', 3723])
      expect(compare('time', value, '1:02:03')).toBe(1);
    for (const value of ['1:02:04', '1:02', '62:03:00', '61:63', 'soon', -1])
      expect(compare('time', value, '62:03')).toBe(0);
    expect(compare('time', '2:30 pm', '14:30:00')).toBe(1);
    expect(compare('time', '12:05 a.m.', '00:05:00')).toBe(1);
    expect(compare({ match: 'time', weight: 1, tolerance: 2 }, '62:05', '62:03')).toBe(1);
    expect(compare('time', 'At Noon', 'at noon')).toBe(1);
  });
  it('interval: shared over covered length', () => {
    expect(compare('interval', [0, 10], [5, 15])).toBeCloseTo(1 / 3, 12);
    expect(compare('interval', '1:00 - 2:00', { start: '0:01:00', end: 120 })).toBe(1);
    expect(compare('interval', '01:00–01:30', ['1:00', '2:00'])).toBe(0.5);
    expect(compare('interval', '2026-01-01/2026-01-03', ['2026-01-02', '2026-01-03'])).toBe(0.5);
    expect(compare('interval', [0, 1], [2, 3])).toBe(0);
    expect(compare('interval', [5, 5], [5, 5])).toBe(1);
    expect(compare('interval', [5, 5], [6, 6])).toBe(0);
    expect(compare('interval', [2, 1], [1, 2])).toBe(0);
    expect(compare('interval', 'later', [1, 2])).toBe(0);
  });
  it('set: the same values in any order, each once', () => {
    expect(compare('set', ['B ', 'a', 'a'], ['a', 'b'])).toBe(1);
    expect(compare('set', 'b; A', ['a', 'b'])).toBe(1);
    expect(compare('set', 'a,b', 'b;a')).toBe(1);
    expect(compare('set', ['a'], ['a', 'b'])).toBe(0);
    expect(compare('set', [], [])).toBe(1);
    expect(compare('set', 7, [7])).toBe(0);
  });
  it('boolean: by value', () => {
    expect(compare('boolean', 'True', true)).toBe(1);
    expect(compare('boolean', false, true)).toBe(0);
  });
});

describe('The similarity of two items', () => {
  const comparison = (...about: Parameters<typeof comparing>) => {
    const { read, alike } = comparing(...about);
    return (item: unknown, gold: unknown, atLeast?: number) => alike(read(item), read(gold), atLeast);
  };
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
  it('reads an interval from two fields of the item', () => {
    const span = { concept: 'fuzzy', span: { match: 'interval', weight: 1, start: 'from', end: 'to' } } as const;
    const spans = comparison({ format: 'csv', fields: span }, []);
    const gold = { concept: 'heap', from: '1:00', to: '2:00' };
    expect(spans({ concept: 'heap', from: '60', to: '0:01:30' }, gold)).toBe(0.75);
    expect(spans({ concept: 'heap', from: null }, gold)).toBe(0.5);
    expect(spans({ concept: 'heap', from: '1:00' }, gold)).toBe(0.5);
  });
  it('holds a plain answer against gold by the kind of the gold', () => {
    const text = { format: 'text' } as const;
    expect(comparison(text, ['1234567'])('1234568', '1234567')).toBe(0);
    expect(comparison(text, [42])('42.0', 42)).toBe(1);
    expect(comparison(text, [true])('TRUE', true)).toBe(1);
  });
  it('holds an item of one field against a plain list', () =>
    expect(comparison({ format: 'csv' }, ['abcd'])({ concept: 'ABCE' }, 'abcd')).toBe(0.75));
  it('is the same where only what reaches a threshold is asked for, and 0 only below it', () => {
    const value = fc.record(
      {
        owner: fc.constantFrom('Ann', 'Bob'),
        action: fc.string({ maxLength: 6 }),
        due: fc.constantFrom('2026-01-01', 'soon'),
      },
      { requiredKeys: [] },
    );
    let left = 0;
    fc.assert(
      fc.property(value, value, fc.double({ min: 0.01, max: 1, noNaN: true }), (item, gold, threshold) => {
        const [whole, asked] = [similar(item, gold), similar(item, gold, threshold)];
        if (whole >= threshold) expect(asked).toBe(whole);
        else expect(asked).toBeLessThan(threshold);
        if (asked !== whole) left++;
      }),
      { numRuns: 2_000 },
    );
    expect(left).toBeGreaterThan(0);
  });
});
