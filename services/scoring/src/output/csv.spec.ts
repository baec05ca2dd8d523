import type { OutputSpec } from '@taskbench/contracts';
import { parseOutput } from './parse.ts';

const fields: OutputSpec['fields'] = {
  concept: 'fuzzy',
  span: { match: 'interval', weight: 1, start: 'start', end: 'end' },
};
const parse = (text: string) => parseOutput(text, { format: 'csv', fields });
const rows = [
  { concept: 'queue, bounded', start: '1:00', end: '2:00' },
  { concept: 'the "herd"', start: null, end: '3:00' },
];
const table = 'concept,start,end\n"queue, bounded",1:00,2:00\n"the ""herd""",,3:00';

describe('Parsing CSV', () => {
  it('reads quotes, commas within them, and empty cells as no value', () =>
    expect(parse(table)).toEqual({ state: 'parsed', value: rows }));
  it.each([
    ['CRLF', table.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${table}`],
    ['both kinds of line ends, and a blank line', `${table.replace('\n', '\r\n')}\n\n`],
    ['white space around the names', table.replace('concept,start', ' concept ,start ')],
  ])('takes %s', (_, text) => expect(parse(text)).toEqual({ state: 'parsed', value: rows }));
  it('reads a line end within quotes as part of the cell', () =>
    expect(parse('concept,start,end\n"two\nlines",1,2')).toMatchObject({ value: [{ concept: 'two\nlines' }] }));
  it('reads a header alone as no items', () =>
    expect(parse('concept,start,end')).toEqual({ state: 'parsed', value: [] }));
  it.each([
    ['a fence', `\`\`\`csv\n${table}\n\`\`\``],
    ['prose', `Here you are:\n\n${table}\n\nAnything else, or is it fine?`],
    ['prose right above', `Here you are, all of it:\n${table}`],
    ['prose and a fence', `Here:\n\`\`\`csv\n${table}\n\`\`\`\nDone.`],
  ])('takes it out of %s and says so', (_, text) => expect(parse(text)).toEqual({ state: 'extracted', value: rows }));

  it.each([
    ['a row that is too long', 'concept,start,end\na,1,2\nb,1,2,3', 'line 3'],
    ['a row that is too short', 'concept,start,end\na,1', 'line 2'],
    ['a quote that is never closed', 'concept,start,end\na,"1,2', 'line 2'],
    ['a quote within a bare cell', 'concept,start,end\na,1"x",2', 'line 2'],
    ['a column that stands twice', 'concept,start,start\na,1,2', 'line 1'],
    ['no header', 'queue,1:00,2:00\nstack,3:00,4:00', 'line 1'],
    ['a sentence', 'I cannot help, sorry.', 'line 1'],
  ])('fails with the place for %s', (_, text, place) => expect(parse(text)).toMatchObject({ state: 'failed', place }));
  it('fails when nothing is there', () => {
    expect(parse(' \n')).toEqual({ state: 'failed', reason: 'The output is empty.', place: null });
    expect(parse('```\n```')).toMatchObject({ state: 'failed' });
  });
  it('refuses prose around two tables', () =>
    expect(parse(`First:\n${table}\n\nSecond:\n${table}`)).toMatchObject({
      reason: 'There is more than one block that parses.',
    }));
  it('reads any table where no field is declared', () => {
    expect(parseOutput('a,b\n1,2', { format: 'csv' })).toEqual({ state: 'parsed', value: [{ a: '1', b: '2' }] });
    expect(parseOutput('So here:\n\na,b\n1,2\n\nThat is all.', { format: 'csv' })).toMatchObject({
      state: 'extracted',
      value: [{ a: '1', b: '2' }],
    });
  });
});
