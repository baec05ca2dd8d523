import { parseOutput } from './parse.ts';

const parse = (text: string) => parseOutput(text, { format: 'markdown' });

describe('Parsing Markdown', () => {
  it('reads a list, an item each whatever its depth, without markup', () =>
    expect(parse('- call **Ann**\n  and Bo\n  1. by `phone`\n- [x] done \\*\n')).toEqual({
      state: 'parsed',
      value: ['call Ann and Bo', 'by phone', 'done *'],
    }));
  it('reads a table: the header names the fields, an empty cell is no value', () =>
    expect(parse('| who | what |\r\n|---|:-:|\r\n| Zoë | a \\| b |\r\n| *Bo* | |')).toEqual({
      state: 'parsed',
      value: [
        { who: 'Zoë', what: 'a | b' },
        { who: 'Bo', what: null },
      ],
    }));
  it('reads the word none, and a table without rows, as no items', () => {
    expect(parse('None.')).toEqual({ state: 'parsed', value: [] });
    expect(parse('| a | b |\n|---|---|')).toEqual({ state: 'parsed', value: [] });
  });
  it.each([
    ['a fence', '```markdown\n- a\n- b\n```'],
    ['prose', '# Result\n\nHere:\n\n- a\n- b\n\nDone.'],
    ['prose and a fence', 'Here:\n\n```md\n- a\n- b\n```\n'],
  ])('takes it out of %s and says so', (_, text) =>
    expect(parse(text)).toEqual({ state: 'extracted', value: ['a', 'b'] }),
  );
  it.each([
    ['prose', 'There are two of them.', 'There is no list and no table.'],
    ['two lists', 'One:\n\n- a\n\nTwo:\n\n- b', 'There is more than one block that parses.'],
    ['nothing', ' ', 'The output is empty.'],
  ])('fails on %s', (_, text, reason) => expect(parse(text)).toEqual({ state: 'failed', reason, place: null }));
});
