import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSamples, type KnownInput } from './samples.ts';

const bundled = join(import.meta.dirname, '../../../samples');
const items = ({ gold }: KnownInput) =>
  (gold as { action_items: { owner: string; action: string; due: string | null }[] }).action_items;
const spoken = (iso: string) =>
  new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

describe('The bundled sample', () => {
  let inputs: KnownInput[];
  beforeAll(async () => void (inputs = await readSamples(bundled)));

  it('has fourteen inputs of 80 to 250 words', () => {
    expect(inputs).toHaveLength(14);
    expect(inputs.map(({ text }) => text.split(/\s+/).length).filter((words) => words < 80 || words > 250)).toEqual([]);
  });
  it('asks for nothing that its notes do not say in nearly the same words', () => {
    for (const input of inputs)
      for (const { owner, action, due } of items(input)) {
        expect(input.text).toContain(owner);
        expect(input.text.toLowerCase()).toContain(action.toLowerCase());
        if (due !== null) expect(input.text).toContain(spoken(due));
      }
  });
  it('sets the traps that its page promises', () => {
    const all = inputs.flatMap(items);
    expect(inputs.some((input) => items(input).length === 0)).toBe(true);
    expect(all.some(({ due }) => due === null)).toBe(true);
    expect(all.map(({ owner }) => owner)).toEqual(expect.arrayContaining(['Anna Berg', 'Anna Bergmann']));
  });
});

describe('Any folder of samples', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'samples-'));
    await Promise.all(['a', 'b', 'empty'].map((name) => mkdir(join(folder, name))));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is read whatever the tasks in it: lists, labels, inline texts, none at all', async () => {
    const list = 'output: { format: json, items: $.xs, fields: { n: { match: fuzzy, weight: 2 }, d: date } }';
    await writeFile(
      join(folder, 'a/task.yaml'),
      `${list}\ninputs: [{ id: x, text: long text, gold: { xs: [{ n: a }] } }]`,
    );
    await writeFile(join(folder, 'b/task.yaml'), 'output: { format: label }\ninputs: [{ file: t.txt, gold: bug }]');
    await writeFile(join(folder, 'b/t.txt'), 'text\n');
    expect(await readSamples(folder)).toEqual([
      {
        id: 'x',
        text: 'long text',
        gold: { xs: [{ n: 'a' }] },
        list: { key: 'xs', matchers: { n: 'fuzzy', d: 'date' } },
      },
      { id: 't.txt', text: 'text', gold: 'bug', list: null },
    ]);
  });
});
