import { inferredFields, inferredMatcher, withInferredFields } from './infer.ts';

describe('What gold says of its fields', () => {
  it.each([
    ['number', [1, '2.5', null]],
    ['boolean', [true, false]],
    ['date', ['2026-11-04', '2026-11-04T10:00:00Z']],
    ['time', ['1:02:03', '62:03']],
    ['set', [['a', 'b'], []]],
    ['fuzzy', ['Ann', '42']],
    ['fuzzy', ['007', '008']],
    ['exact', [1, 'Ann']],
    ['exact', [{ a: 1 }]],
    ['exact', [null, undefined]],
  ])('%s for %j', (matcher, values) => expect(inferredMatcher(values)).toBe(matcher));
  it('takes start and end for one interval where they are times', () => {
    const span = { match: 'interval', weight: 1, start: 'start', end: 'end' };
    expect(inferredFields([{ concept: 'a', start: '0:10', end: '1:00' }])).toEqual({ concept: 'fuzzy', span });
    expect(inferredFields([{ start: 'Bonn', end: 'Rome' }])).toEqual({ start: 'fuzzy', end: 'fuzzy' });
  });
  it('is put in only where the task declares none, from all of its inputs', () => {
    const spec = { format: 'csv', threshold: 0.85 } as const;
    expect(withInferredFields(spec, [undefined, 'a,n\nx,1', [{ n: 2, d: '2026-01-01' }]])).toEqual({
      ...spec,
      fields: { a: 'fuzzy', n: 'number', d: 'date' },
    });
    const declared = { ...spec, fields: { a: 'exact' as const } };
    expect(withInferredFields(declared, ['a,n\nx,1'])).toBe(declared);
    expect(withInferredFields(spec, [['x'], 'y'])).toBe(spec);
  });
});
