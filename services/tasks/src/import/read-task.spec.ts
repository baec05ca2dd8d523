import { ImportQuery } from '@taskbench/contracts';
import { readTask } from './read-task.ts';
import { readUseCase } from './read-use-case.ts';

const query = ImportQuery.parse({ name: 'T', description: 'd' });
const csv = async (text: string) => (await readTask(Buffer.from(text), 'text/csv', query)).body.inputs;
const jsonl = async (text: string) => (await readTask(Buffer.from(text), 'application/jsonl', query)).body.inputs;

describe('A CSV of inputs', () => {
  it('has its columns in any order, quotes, CRLF and a byte order mark', async () =>
    expect(await csv('\ufefftext,gold,id\r\n"a ""b""\r\nc",,one\r\n\r\nd,"[1, ""x""]",two\r\n')).toEqual([
      { id: 'one', text: 'a "b"\r\nc' },
      { id: 'two', text: 'd', gold: [1, 'x'] },
    ]));

  it.each([
    ['7', 7],
    ['null', null],
    ['true', true],
    ['high', 'high'],
    ['"7"', '7'],
    ["'-5", -5],
    ["'quoted'", "'quoted'"],
    ['{oops', '{oops'],
  ])('reads the gold %s', async (cell, gold) =>
    expect(await csv(`text,gold\nx,"${cell.replaceAll('"', '""')}"\n`)).toEqual([{ text: 'x', gold }]),
  );

  it.each([
    ['the line of an input', 'id,text\na,"x\ny"\n\nb,\n', 'inputs.1.text: inputs.csv line 5: is missing'],
    ['the line of a fault', 'id,text\na,x\nb,x,y\n', 'inputs.csv line 3: has another number of cells than the header'],
    ['a column', 'id,text,golf\n', 'inputs.csv line 1: "golf" is no column'],
    ['both ids', 'id,text\na,x\na,y\n', 'inputs.1.id: inputs.csv line 3: "a" is also the id of input 0'],
  ])('is refused with %s', (_, text, message) => expect(csv(text)).rejects.toThrow(message));
});

describe('A JSONL of inputs', () => {
  it('may have blank lines, CRLF and a byte order mark', async () =>
    expect(await jsonl('\ufeff{"text":"a"}\r\n\r\n{"text":"b","gold":null}')).toEqual([
      { text: 'a' },
      { text: 'b', gold: null },
    ]));

  it.each([
    ['{"text":"a"}\n\n{"text":', 'inputs.jsonl line 3: is not complete JSON'],
    ['{"text":"a"}\n\n{"txt":"b"}', 'inputs.1.txt: inputs.jsonl line 3: "txt" is no field here'],
  ])('names the line of a fault: %s', (text, message) => expect(jsonl(text)).rejects.toThrow(message));
});

describe('A use case', () => {
  const page = '---\noutput: { format: label }\n---\n\n## Bug severity \n\nSay high or low.\n# Not a name\n';
  const files = { 'USE-CASE.md': page, 'data/a.b.txt': ' x\n', 'ground-truth/a.b.md': ' high\n', 'data/c.txt': 'y' };

  it('is named by its heading, described by the rest, and has the files of data as inputs', () =>
    expect(readUseCase(files).body).toMatchObject({
      name: 'Bug severity',
      description: 'Say high or low.\n# Not a name',
      output: { format: 'label' },
      inputs: [
        { id: 'a.b', text: ' x\n', gold: 'high' },
        { id: 'c', text: 'y' },
      ],
    }));

  it.each([
    [
      'a field that is none',
      { ...files, 'USE-CASE.md': page.replace('format', 'fromat') },
      'output.fromat: USE-CASE.md line 2, column 11',
    ],
    ['a front that is no YAML', { ...files, 'USE-CASE.md': page.replace('}', '') }, /^USE-CASE\.md line [23]/],
    ['two golds of one input', { ...files, 'ground-truth/a.b.json': '1' }, 'are both the gold of data/a.b.txt'],
    ['a file that is neither', { ...files, 'notes.md': 'x' }, 'notes.md is neither an input nor its gold'],
    ['an empty file', { ...files, 'data/c.txt': '' }, 'data/c.txt is empty'],
    ['two inputs of one name', { ...files, 'data/c.md': 'z' }, 'inputs.2.id'],
    [
      'a later version',
      { ...files, 'USE-CASE.md': `---\nversion: 2\n${page.slice(4)}` },
      'version: USE-CASE.md line 2, column 1: must be 1',
    ],
  ])('is refused for %s', (_, given, message) => expect(() => readUseCase(given as never)).toThrow(message));
});
