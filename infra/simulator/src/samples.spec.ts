import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findings } from '../test/findings.ts';
import { readSamples, type KnownInput } from './samples.ts';

const bundled = join(import.meta.dirname, '../../../samples');
const of = async (name: string) => (await readSamples(bundled)).filter(({ sample }) => sample === name);
type Action = { owner: string; action: string; due: string | null };
const actions = ({ answer }: KnownInput) => answer!.items as Action[];
const words = ({ text }: KnownInput) => text.split(/\s+/).length;
const spoken = (iso: string) =>
  new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

describe('The bundled samples', () => {
  it.each([
    ['lecture-concepts', 10],
    ['meeting-action-items', 14],
    ['bug-triage', 24],
    ['regex-writing', 16],
    ['data-cleaning', 12],
  ])('%s has %i inputs with gold', async (name, count) => {
    const inputs = await of(name);
    expect(inputs).toHaveLength(count);
    expect(inputs.every(({ answer }) => answer !== null)).toBe(true);
  });
});

describe('Meeting action items', () => {
  let inputs: KnownInput[];
  beforeAll(async () => void (inputs = await of('meeting-action-items')));

  it('are in notes of 200 to 260 words', () =>
    expect(inputs.map(words).filter((count) => count < 200 || count > 260)).toEqual([]));
  it('are asked for in nearly the same words', () => {
    for (const input of inputs)
      for (const { owner, action, due } of actions(input)) {
        expect(input.text).toContain(owner);
        expect(input.text.toLowerCase()).toContain(action.toLowerCase());
        if (due !== null) expect(input.text).toContain(spoken(due));
      }
  });
  it('set the traps that their page promises', () => {
    const all = inputs.flatMap(actions);
    expect(inputs.some((input) => actions(input).length === 0)).toBe(true);
    expect(all.some(({ due }) => due === null)).toBe(true);
    expect(all.map(({ owner }) => owner)).toEqual(expect.arrayContaining(['Anna Berg', 'Anna Bergmann']));
  });
});

describe('Lecture concepts', () => {
  type Span = { concept: string; start: string; end: string };
  let inputs: KnownInput[];
  beforeAll(async () => void (inputs = await of('lecture-concepts')));
  const spans = ({ answer }: KnownInput) => answer!.items as Span[];
  const marks = ({ text }: KnownInput) => [...text.matchAll(/^\[(\d\d:\d\d:\d\d)\]/gm)].map(([, mark]) => mark!);

  it('are at least 25 minutes of speech at 140 words a minute', () =>
    expect(inputs.map(words).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(25 * 140));
  it('are named in the transcript, from one of its time marks to a later one', () => {
    for (const input of inputs)
      for (const { concept, start, end } of spans(input)) {
        expect(input.text.toLowerCase()).toContain(concept.toLowerCase());
        expect(marks(input)).toEqual(expect.arrayContaining([start, end]));
        expect(start < end).toBe(true);
      }
  });
  it('set the traps that their page promises', () => {
    const names = inputs.map((input) => spans(input).map(({ concept }) => concept));
    expect(names.some((list) => list.length === 0)).toBe(true);
    expect(names.some((list) => new Set(list).size < list.length)).toBe(true);
    expect(names.flat().some((name) => name.includes(','))).toBe(true);
    expect(names.flat().some((name) => name.includes('"'))).toBe(true);
  });
});

describe('Bug triage', () => {
  it('has several reports of each label', async () => {
    const labels = (await of('bug-triage')).map(({ gold }) => gold);
    const count = (label: string) => labels.filter((one) => one === label).length;
    for (const label of ['critical', 'major', 'minor', 'feature-request', 'question'])
      expect(count(label)).toBeGreaterThanOrEqual(4);
  });
});

describe('Regex writing', () => {
  it('accepts exactly the lines that its pattern matches', async () => {
    for (const { id, text, gold } of await of('regex-writing')) {
      const { pattern, accepted } = gold as { pattern: string; accepted: number[] };
      const lines = [...text.matchAll(/^(\d+): (".*")$/gm)].map(
        ([, at, line]) => [Number(at), JSON.parse(line!) as string] as const,
      );
      const matched = lines.filter(([, line]) => new RegExp(pattern).test(line)).map(([at]) => at);
      expect({ id, lines: lines.length >= 8, accepted }).toEqual({ id, lines: true, accepted: matched });
    }
  });
});

describe('Data cleaning', () => {
  it('finds what breaks the rules of its columns, and only that', async () => {
    for (const { id, text, answer } of await of('data-cleaning'))
      expect({ id, findings: answer!.items }).toEqual({ id, findings: findings(text) });
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
        sample: 'a',
        id: 'x',
        text: 'long text',
        gold: { xs: [{ n: 'a' }] },
        answer: expect.objectContaining({ items: [{ n: 'a' }] }) as unknown,
      },
      {
        sample: 'b',
        id: 't.txt',
        text: 'text',
        gold: 'bug',
        answer: expect.objectContaining({ items: ['bug'] }) as unknown,
      },
    ]);
  });
});
