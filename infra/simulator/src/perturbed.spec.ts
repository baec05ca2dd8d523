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
const matchers = { owner: 'exact', action: 'fuzzy', due: 'date', points: 'number' };
const input = (items: readonly object[]): KnownInput => ({
  id: 'a',
  text: 'a',
  gold: { tasks: items },
  list: { key: 'tasks', matchers },
});

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
  it('gives a gold of unknown shape as it is', () => {
    const { profile: worst } = MODELS.find(({ id }) => id === 'sim/thrifty')!;
    const plain = (gold: unknown) => perturbed({ id: 'a', text: 'a', gold, list: null }, worst, random(1));
    expect(plain('bug')).toBe('bug');
    expect(plain(['a', 1])).toBe('["a",1]');
    expect(plain(undefined)).toBe('null');
  });
});
