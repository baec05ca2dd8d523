import { parseOutput } from './parse.ts';

describe('Parsing a JSON output', () => {
  const parse = (text: string) => parseOutput(text, { format: 'json' });

  it('reads JSON as it stands', () => expect(parse(' {"a":[1]}\n')).toEqual({ state: 'parsed', value: { a: [1] } }));
  it('takes off one surrounding fence and says so', () =>
    expect(parse('```json\n{"a":1}\n```')).toEqual({ state: 'extracted', value: { a: 1 } }));
  it('takes the one block out of prose', () =>
    expect(parse('Here you are [see below]:\n{"a":"}"}\nAnything else?')).toEqual({
      state: 'extracted',
      value: { a: '}' },
    }));
  it('takes a fenced block out of prose', () =>
    expect(parse('Here:\n```json\n[1, 2]\n```\nDone.')).toEqual({ state: 'extracted', value: [1, 2] }));
  it('refuses prose around two blocks that parse', () =>
    expect(parse('{"a":1} or {"a":2}')).toEqual({
      state: 'failed',
      reason: 'There is more than one block that parses.',
      place: null,
    }));
  it.each([
    ['a trailing comma', '{"a":1,}', 'line 1, column 8'],
    ['an answer that was cut', '{"a":[{"b":1},{"b":', 'the end'],
    ['single quotes', "{'a':1}", 'line 1, column 2'],
  ])('repairs nothing: %s', (_, text, place) => expect(parse(text)).toMatchObject({ state: 'failed', place }));
  it('does not take a whole piece out of a broken block', () =>
    expect(parse('Result: {"items":[{"a":1},{"a":')).toMatchObject({ state: 'failed' }));
  it('fails on prose, with a reason', () => {
    expect(parse('I cannot help with that.')).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('JSON') as string,
    });
    expect(parse('  ')).toMatchObject({ state: 'failed', reason: 'The output is empty.' });
  });
});

describe('Parsing JSON Lines', () => {
  const parse = (text: string) => parseOutput(text, { format: 'json_lines' });

  it('reads a value a line and skips blank ones', () =>
    expect(parse('{"a":1}\r\n\n{"a":2}\n')).toEqual({ state: 'parsed', value: [{ a: 1 }, { a: 2 }] }));
  it('takes off fence or prose around one run of lines', () => {
    const extracted = { state: 'extracted', value: [{ a: 1 }, { a: 2 }] };
    expect(parse('```jsonl\n{"a":1}\n{"a":2}\n```')).toEqual(extracted);
    expect(parse('The items:\n{"a":1}\n{"a":2}\nThat is all.')).toEqual(extracted);
  });
  it('names the line that is broken', () =>
    expect(parse('{"a":1}\n{"a":')).toMatchObject({ state: 'failed', place: 'line 2' }));
  it('refuses two runs', () => expect(parse('{"a":1}\nor\n{"a":2}')).toMatchObject({ state: 'failed' }));
});

describe('Parsing a label', () => {
  it('is the trimmed text, or what a fence surrounds', () => {
    expect(parseOutput(' spam\n', { format: 'label' })).toEqual({ state: 'parsed', value: 'spam' });
    expect(parseOutput('```\nspam\n```', { format: 'label' })).toEqual({ state: 'extracted', value: 'spam' });
  });
  it('fails when there is none', () =>
    expect(parseOutput(' \n', { format: 'label' })).toMatchObject({ state: 'failed' }));
});
