import { columnsOf } from './columns.ts';
import { OutputSpec } from './definition.ts';

describe('What an output looks like', () => {
  const reads = (output: unknown) => OutputSpec.safeParse(output).success;

  it.each([
    [{}],
    [{ format: 'json', items: '$.a' }],
    [{ format: 'text', items: { pattern: 'A: (\\d+)' } }],
    [{ format: 'csv', fields: { span: { match: 'interval', start: 'from', end: 'to' } } }],
  ])('may be %j', (output) => expect(reads(output)).toBe(true));
  it.each([
    ['a path that does not start with $', { items: 'a' }],
    ['a pattern for JSON', { format: 'json', items: { pattern: '(a)' } }],
    ['a path for a text', { format: 'text', items: '$.a' }],
    ['a path for a table', { format: 'csv', items: '$.a' }],
    ['one end of an interval', { fields: { span: { match: 'interval', start: 'from' } } }],
    ['ends of what is no interval', { fields: { span: { match: 'text', start: 'from', end: 'to' } } }],
    ['a matcher that is none', { fields: { a: 'regex' } }],
  ])('may not have %s', (_, output) => expect(reads(output)).toBe(false));
  it('names its columns: both of an interval', () =>
    expect(
      columnsOf(OutputSpec.parse({ fields: { a: 'text', span: { match: 'interval', start: 'from', end: 'to' } } })).map(
        ([name]) => name,
      ),
    ).toEqual(['a', 'from', 'to']));
});
