import { parseOutput } from './parse.ts';

const parse = (text: string, which?: 'first' | 'last' | 'all', pattern = 'A: *(\\d+)') =>
  parseOutput(text, { format: 'text', ...(which && { items: { pattern, which } }) });

describe('Parsing a text', () => {
  const said = 'A: 1 no, wait.\r\nA:  22\n';

  it.each([
    ['first', '1'],
    ['last', '22'],
    ['all', ['1', '22']],
  ] as const)('finds the %s match of the group', (which, value) =>
    expect(parse(said, which)).toEqual({ state: 'parsed', value }),
  );
  it('is the whole without a pattern', () =>
    expect(parse('  two\nlines ')).toEqual({ state: 'parsed', value: 'two\nlines' }));
  it('takes off one fence', () => expect(parse('```\nA: 3\n```', 'last')).toEqual({ state: 'extracted', value: '3' }));
  it('finds none of many, but fails where one is wanted', () => {
    expect(parse('who knows', 'all')).toEqual({ state: 'parsed', value: [] });
    expect(parse('who knows', 'last')).toEqual({
      state: 'failed',
      reason: 'Nothing matches the pattern.',
      place: null,
    });
    expect(parse('', 'all')).toMatchObject({ state: 'failed' });
  });
  it('reads Unicode, and takes a pattern that would hang a backtracking engine', () => {
    expect(parse('Ответ: да', 'last', '(?i)ответ:\\s*(\\p{L}+)')).toMatchObject({ value: 'да' });
    expect(parse(`${'a'.repeat(5_000)}b`, 'last', '^((?:a+)+)$')).toMatchObject({ state: 'failed' });
  });
});
