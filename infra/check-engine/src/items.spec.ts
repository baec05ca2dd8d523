import { items, judged, pointedAt } from './spec-verdict.ts';

const span = (start: unknown, end: unknown) => ({ start, end });

describe('A rule of items', () => {
  it.each([
    [{ rule: 'item_count', min: 1, max: 2 }, items(1, 2), items(1, 2, 3)],
    [{ rule: 'item_count', min: 1 }, items(1), items()],
    [{ rule: 'required_fields', fields: ['a'] }, items({ a: 0 }), items({ a: 1 }, { a: ' ' })],
    [{ rule: 'required_fields', fields: ['a'] }, items(), '{}'],
    [{ rule: 'required_fields', fields: ['toString'] }, items(), items({})],
    [{ rule: 'only_fields', fields: ['a'] }, items({ a: 1 }, {}), items({ a: 1, b: 2 })],
    [{ rule: 'field_type', field: 'd', type: 'date' }, items({ d: '2028-02-29' }), items({ d: '2026-02-29' })],
    [{ rule: 'field_type', field: 'd', type: 'date', nullable: true }, items({ d: null }), items({ d: '24 Nov' })],
    [{ rule: 'field_type', field: 'n', type: 'number' }, items({ n: 1.5 }), items({ n: '1.5' })],
    [{ rule: 'field_type', field: 'n', type: 'integer' }, items({ n: 1 }), items({ n: 1.5 })],
    [{ rule: 'field_type', field: 'n', type: 'array' }, items({ n: [] }), items({ n: {} })],
    [{ rule: 'one_of', field: 's', values: ['low', 'high'] }, items({ s: 'low' }), items({ s: 'Low' })],
    [{ rule: 'field_range', field: 'n', min: 0, max: 1 }, items({ n: 1 }, { n: '0.5' }), items({ n: 1.01 })],
    [{ rule: 'field_range', field: 'n', min: 0, nullable: true }, items({}, { n: null }), items({ n: 'many' })],
    [{ rule: 'field_length', field: 't', min: 1, max: 2 }, items({ t: '👍👍' }, {}), items({ t: '' })],
    [{ rule: 'field_length', field: 't', max: 1 }, items({ t: [1] }), items({ t: [1, 2] })],
    [{ rule: 'field_pattern', field: 't', pattern: '^[A-Z]+-[0-9]+$' }, items({ t: 'AB-1' }), items({ t: 'x AB-1' })],
    [{ rule: 'date_format', field: 'd', format: 'DD.MM.YYYY' }, items({ d: '29.02.2028' }), items({ d: '29.02.2026' })],
    [{ rule: 'date_format', field: 'd', format: 'HH:mm:ss' }, items({ d: '23:59:59' }), items({ d: '24:00:00' })],
    [{ rule: 'date_format', field: 'd', format: 'M/D/YYYY' }, items({ d: '1/9/2026' }), items({ d: '2026-01-09' })],
    [{ rule: 'unique_items', fields: ['a'] }, items({ a: 'x' }, { a: 'y' }), items({ a: 'x' }, { a: ' X ' })],
    [{ rule: 'unique_items' }, items(1, '1x'), items({ b: 1 }, { b: 1 })],
    [{ rule: 'sorted_items', field: 'n' }, items({ n: 1 }, {}, { n: 1 }, { n: 2 }), items({ n: 2 }, { n: 1 })],
    [{ rule: 'sorted_items', field: 'n', strict: true }, items({ n: 1 }), items({ n: 1 }, { n: 1 })],
    [
      { rule: 'sorted_items', field: 'n', as: 'time', order: 'descending' },
      items({ n: '10:00' }, { n: '9:59' }),
      items({ n: '9:59' }, { n: '10:00' }),
    ],
    [{ rule: 'compare_fields', left: 'a', operator: '<', right: 'b' }, items({ a: 9, b: '10' }), items({ a: 2, b: 2 })],
    [
      { rule: 'compare_fields', left: 'a', operator: '<=', right: 'b' },
      items({ a: '2026-01-02', b: '2026-01-10' }, { a: 1 }),
      items({ a: '10:00', b: '9:00' }),
    ],
    [
      { rule: 'compare_fields', left: 'a', operator: '!=', right: 'b' },
      items({ a: 'x', b: 'y' }),
      items({ a: 'X', b: 'x' }),
    ],
    [
      { rule: 'field_arithmetic', result: 't', operation: 'product', of: ['p', 'q'] },
      items({ t: 0.3, p: 0.1, q: 3 }, { p: 1 }),
      items({ t: 7, p: 2, q: 3 }),
    ],
    [
      { rule: 'field_arithmetic', result: 't', operation: 'quotient', of: ['p', 'q'], tolerance: 0.01 },
      items({ t: 0.33, p: 1, q: 3 }),
      items({ t: 1, p: 1, q: 0 }),
    ],
    [
      { rule: 'field_arithmetic', result: 't', operation: 'difference', of: ['p', 'q'] },
      items({ t: -1, p: 1, q: 2 }),
      items({ t: 'one', p: 2, q: 1 }),
    ],
    [{ rule: 'field_sum', field: 's', min: 0.3, max: 0.3 }, items({ s: 0.1 }, { s: 0.2 }, {}), items({ s: 0.1 })],
    [{ rule: 'interval_length', min: 10, max: 60 }, items(span('0:10', '1:10')), items(span(0, 61))],
    [{ rule: 'interval_length', min: 1 }, items(span(0, 1)), items(span(5, 2))],
    [{ rule: 'no_overlap' }, items(span(5, 9), span(0, 5)), items(span(0, 9), span(1, 2), span(8, 10))],
    [{ rule: 'no_overlap', tolerance: 1 }, items(span(0, 5), span(4, 6)), items(span(0, 5), span(3, 6))],
    [{ rule: 'no_gap' }, items(span(0, 9), span(1, 2), span(9, 12)), items(span(0, 2), span(3, 4))],
    [{ rule: 'no_gap' }, items(), items({ start: 'soon', end: 'later' })],
    [{ rule: 'covers_range', from: 0, to: '1:00' }, items(span(0, 20), span(20, 60)), items(span(0, 50))],
    [{ rule: 'covers_range', from: 0, to: 60, tolerance: 5 }, items(span(4, 58)), items()],
  ])('%j passes %j and fails %j', async (rule, good, bad) => {
    expect((await judged(rule, good)).verdict).toBe('pass');
    expect(await judged(rule, bad)).toMatchObject({ verdict: 'fail', found: expect.any(String) });
    expect((await judged(rule, 'no list')).verdict).toBe('fail');
  });

  it('covers_range takes its range from the clock times of the input, where there are any', async () => {
    const rule = { rule: 'covers_range' };
    const input = '[00:03] Ana: hi\n[01:02:03,5] Bob: bye at 12:30:99';
    expect((await judged(rule, items(span('0:03', '01:02:03.5')), input)).verdict).toBe('pass');
    expect((await judged(rule, items(span('0:00', '01:02:03.5')), input)).verdict).toBe('fail');
    expect((await judged(rule, items(span(0, 1)), 'no times')).verdict).toBe('not_applicable');
  });

  it.each([
    [{ rule: 'one_of', field: 's', values: ['low'] }, '[{"s": "low"}, {"s": "häh"}]', '"häh"'],
    [{ rule: 'only_fields', fields: ['a'] }, '[{"a": 1, "zz": 2}]', '"zz"'],
    [{ rule: 'sorted_items', field: 'n' }, '[{"n": 20}, {"n": 19}]', '19'],
  ])('%j points in %j at %j', async (rule, output, place) =>
    expect(pointedAt(output, await judged(rule, output))).toBe(place),
  );

  it('points nowhere where a value stands more than once', async () => {
    const { span: place, evidence } = await judged({ rule: 'field_range', field: 'n', max: 1 }, '[{"n": 2, "m": 2}]');
    expect(place).toBeUndefined();
    expect(evidence).toBe('Found "n" 2 in item 1; expected a number, at most 1.');
  });
});
