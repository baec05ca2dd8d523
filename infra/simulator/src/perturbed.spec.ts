import { OutputSpec } from '@taskbench/contracts';
import { answersOf } from './known.ts';
import { MODELS } from './models.ts';
import { perturbed } from './perturbed.ts';
import { random } from './random.ts';
import type { KnownInput } from './samples.ts';

const SEEDS = 300;
const right = [
  { owner: 'Ana', action: 'Write up the import failure', due: '2026-11-04', points: 3 },
  { owner: 'Ben', action: 'Ask finance which invoice is right', due: null, points: 5 },
  { owner: 'Cleo', action: 'Draft the release notes for 4.2', due: '2026-11-13', points: 8 },
];
type Item = (typeof right)[number];
const spec = OutputSpec.parse({
  items: '$.tasks',
  fields: { owner: 'exact', action: 'fuzzy', due: 'date', points: 'number' },
});
const knownAs = (output: OutputSpec, gold: unknown, ...others: unknown[]): KnownInput => ({
  sample: 'a',
  id: 'a',
  text: 'a',
  gold,
  answer: answersOf(output, [gold, ...others])[0]!,
});
const input = (items: readonly object[]) => knownAs(spec, { tasks: items });

const tidy = (text: string) => text.toLowerCase().replace(/[.!]$/, '');
const exactly = ({ owner, due, points }: Item) => JSON.stringify([owner, due, points]);
const block = (text: string) => text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);

/** What became of the gold over many seeds. */
function tally(model: (typeof MODELS)[number]) {
  const count = { drop: 0, wrong: 0, reword: 0, invent: 0, fence: 0, malformed: 0, read: 0, kept: 0, correct: 0 };
  for (let seed = 0; seed < SEEDS; seed++) {
    const text = perturbed(input(right), model.profile, random(model.id, 'a', seed));
    if (text.endsWith('"') || !text.includes(']')) {
      count.malformed++;
      continue;
    }
    count.read++;
    if (block(text) !== text) count.fence++;
    const { tasks } = JSON.parse(block(text)) as { tasks: Item[] };
    count.invent += tasks.filter(({ action }) => !right.some((one) => tidy(one.action) === tidy(action))).length;
    for (const one of right) {
      const said = tasks.find(({ action }) => tidy(action) === tidy(one.action));
      if (!said) {
        count.drop++;
        continue;
      }
      count.kept++;
      if (exactly(said) !== exactly(one)) count.wrong++;
      else {
        count.correct++;
        if (said.action !== one.action) count.reword++;
      }
    }
  }
  return count;
}

/** Four standard errors of a share: what chance alone does in one of 16,000 trials. */
const bound = (p: number, n: number) => 4 * Math.sqrt((p * (1 - p)) / Math.max(1, n)) + 1e-12;

describe.each(MODELS.map((model) => [model.id, model] as const))('%s, over 300 seeds', (_, model) => {
  const count = tally(model);
  const { profile } = model;

  it.each([
    ['drops', count.drop, profile.drop, count.read * right.length],
    ['invents', count.invent, profile.invent, count.read * right.length],
    ['is wrong in a field', count.wrong, profile.wrong, count.kept],
    ['rewords', count.reword, profile.reword, count.correct],
    ['wraps its answer', count.fence, profile.fence, count.read],
    ['breaks its answer', count.malformed, profile.malformed, SEEDS],
  ])('%s as often as its profile says', (_, found, p, n) => {
    expect(Math.abs(found / n - p)).toBeLessThanOrEqual(bound(p, n));
  });
});

describe('A simulated answer', () => {
  const { profile } = MODELS.find(({ id }) => id === 'sim/generator')!;
  const always = (kind: Partial<typeof profile>, items: readonly object[] = right, seed = 1) =>
    JSON.parse(perturbed(input(items), { ...profile, ...kind }, random(seed))) as { tasks: Item[] };

  it('keeps the type of a wrong field, and never leaves it right', () => {
    for (let seed = 0; seed < 100; seed++) {
      const { tasks } = always({ wrong: 1 }, right, seed);
      tasks.forEach((item, at) => {
        expect(exactly(item)).not.toBe(exactly(right[at]!));
        expect(item.due ?? '2026-01-01').toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(typeof item.points).toBe('number');
      });
    }
  });
  it('invents from the declared fields where there is nothing to find', () => {
    expect(always({ invent: 1 }, []).tasks).toEqual([
      { owner: 'Everyone', action: expect.any(String), due: null, points: 0 },
    ]);
    expect(always({}, []).tasks).toEqual([]);
  });
  it('says nothing where there is no gold', () => {
    expect(perturbed(knownAs(spec, undefined), profile, random(1))).toBe('null');
  });
  it('invents with words of another input, when there is one', () => {
    const elsewhere = { owner: 'Dee', action: 'Call the caterer', due: null, points: 1 };
    const text = perturbed(knownAs(spec, { tasks: [] }, { tasks: [elsewhere] }), { ...profile, invent: 1 }, random(1));
    expect(JSON.parse(text)).toMatchObject({ tasks: [{ action: 'Call the caterer' }] });
  });
});

const fields = { concept: { match: 'fuzzy', weight: 2 }, span: { match: 'interval', start: 'from', end: 'to' } };
const csv = 'concept,from,to\n"first in, first out",00:01:00,00:02:00\n"a ""heap""",00:03:00,00:04:30';

describe('A format', () => {
  const { profile: none } = MODELS.find(({ id }) => id === 'sim/generator')!;
  const said = (output: object, gold: unknown, kind: Partial<typeof none>, others: readonly unknown[] = []) =>
    perturbed(knownAs(OutputSpec.parse(output), gold, ...others), { ...none, ...kind }, random(3));

  it.each<[string, object, unknown, string]>([
    ['csv', { format: 'csv', fields }, csv, csv],
    ['csv, nothing to find', { format: 'csv', fields }, 'concept,from,to', 'concept,from,to'],
    ['json_lines', { format: 'json_lines' }, [{ a: 1 }, 'b'], '{"a":1}\n"b"'],
    ['markdown list', { format: 'markdown' }, { concepts: ['a', 'b'] }, '- a\n- b'],
    ['markdown list, nothing to find', { format: 'markdown' }, [], 'none'],
    ['markdown table', { format: 'markdown' }, [{ a: 'x|y', b: 1 }], '| a | b |\n| --- | --- |\n| x\\|y | 1 |'],
    ['label', { format: 'label' }, 'bug', 'bug'],
    ['text', { format: 'text', items: { pattern: '(?i)answer: *(\\d+)' } }, 'So the answer: 42', 'answer: 42'],
    ['a single object', { items: '$' }, { pattern: '^a$' }, '{\n "pattern": "^a$"\n}'],
    ['a bare list', {}, ['a'], '[\n "a"\n]'],
    ['an object around a list', {}, { note: 'x', list: ['a'] }, '{\n "note": "x",\n "list": [\n  "a"\n ]\n}'],
  ])('writes the gold of %s', (_, output, gold, text) => expect(said(output, gold, {})).toBe(text));

  it.each<[string, object, unknown, string]>([
    ['csv', { format: 'csv', fields }, csv, 'concept,from,to'],
    ['label', { format: 'label' }, 'bug', 'I cannot tell.'],
    ['json_lines', { format: 'json_lines' }, [1], '```jsonl\n\n```'],
    ['a single object', { items: '$' }, { pattern: '^a$' }, 'null'],
    ['markdown', { format: 'markdown' }, ['a'], 'none'],
  ])('drops all of %s', (_, output, gold, text) => expect(said(output, gold, { drop: 1 })).toBe(text));

  it('moves a span that is wrong behind the right one', () =>
    expect(said({ format: 'csv', fields }, csv, { wrong: 1 })).toBe(
      'concept,from,to\n"first in, first out",00:03:00,00:04:00\n"a ""heap""",00:06:00,00:07:30',
    ));
  it('gives another label when it is wrong, the same in other case when reworded, two when it invents', () => {
    const label = (kind: object) => said({ format: 'label' }, 'bug', kind, ['bug', 'wish']);
    expect(label({ wrong: 1 })).toBe('wish');
    expect(label({ reword: 1 })).toBe('Bug');
    expect(label({ invent: 1 })).toBe('bug or wish');
    expect(label({ malformed: 1 })).toBe('bu');
    expect(label({ fence: 1 })).toBe('```\nbug\n```');
  });
  it('never takes for wrong what is right', () => {
    const known = knownAs(OutputSpec.parse({ format: 'label' }), 'bug', 'bug', 'wish', 'bug');
    for (let seed = 0; seed < 50; seed++) expect(perturbed(known, { ...none, wrong: 1 }, random(seed))).toBe('wish');
  });
  it('changes the set of a single object', () =>
    expect(JSON.parse(said({ items: '$', fields: { hits: 'set' } }, { hits: [1, 2] }, { wrong: 1 }))).toEqual({
      hits: [2, 99],
    }));
  it('breaks a table off within a quoted cell', () =>
    expect(said({ format: 'csv', fields }, csv, { malformed: 1 }).endsWith('\n"')).toBe(true));
});
