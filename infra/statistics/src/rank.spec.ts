import fc from 'fast-check';
import { rankIntervals, type ScoredModel } from './rank.ts';

const model = (key: string, scores: (number | null)[]): ScoredModel => ({
  key,
  scores: new Map(scores.map((score, i) => [`input-${i}`, score])),
});
const wave = (level: number) => Array.from({ length: 12 }, (_, i) => level + (i % 3) / 20);
const noisy = (level: number) => wave(level).map((score, i) => score + (i % 2 ? 0.02 : -0.02));

describe('Rank intervals', () => {
  it('leave places open that the inputs cannot tell apart', () => {
    const { models } = rankIntervals([model('good', wave(0.8)), model('alike', noisy(0.8)), model('bad', noisy(0.2))], {
      seed: 1,
    });
    expect(models.map(({ key, rank_low, rank_high }) => [key, rank_low, rank_high])).toEqual([
      ['good', 1, 2],
      ['alike', 1, 2],
      ['bad', 3, 3],
    ]);
  });

  it('compare on inputs that both have, and count the others', () => {
    const { pairs, models } = rankIntervals([model('a', [1, 0.5, null, 0.2]), model('b', [0, 0.5, 1])], { seed: 1 });
    expect(pairs).toEqual([
      {
        a: 'a',
        b: 'b',
        n: 2,
        units: 2,
        missing: 2,
        difference: 0.5,
        low: null,
        high: null,
        p: 1,
        p_adjusted: 1,
        told: false,
      },
    ]);
    expect(models[0]!.mean).toBeCloseTo(1.7 / 3, 12);
  });

  it('have no difference and no p for models that share no input', () => {
    const { pairs, models } = rankIntervals([model('a', [1]), model('b', [null])], { seed: 1 });
    expect(pairs[0]).toMatchObject({ n: 0, missing: 1, difference: null, p: null, p_adjusted: null });
    expect(models.map(({ mean, rank_low, rank_high }) => [mean, rank_low, rank_high])).toEqual([[1, 1, 2], [null, 1, 2]]); // prettier-ignore
  });

  it('do not separate with five inputs what Holm cannot: the smallest p is 2^(1−5)', () => {
    const { pairs, models } = rankIntervals([model('a', [1, 1, 1, 1, 1]), model('b', [0, 0, 0, 0, 0])], { seed: 1 });
    expect(pairs[0]).toMatchObject({ p: 0.0625, difference: 1, low: null });
    expect(models.map(({ rank_high }) => rank_high)).toEqual([2, 2]);
  });

  it('take p exactly at alpha as a difference, and adjust for all pairs', () => {
    const two = [model('a', wave(0.9)), model('b', noisy(0.1))];
    const [pair] = rankIntervals(two, { seed: 1 }).pairs;
    expect(pair).toMatchObject({ p: 2 ** -11, p_adjusted: 2 ** -11 });
    expect(pair!.low! < pair!.difference! && pair!.difference! < pair!.high!).toBe(true);
    expect(rankIntervals(two, { seed: 1, alpha: 2 ** -11 }).models[0]!.rank_high).toBe(1);
    const three = rankIntervals([...two, model('c', noisy(0.5))], { seed: 1 });
    expect(three.pairs[0]!.p_adjusted).toBe(3 * 2 ** -11);
  });

  it('flip the sign of a source as a whole: twelve copies of one document show nothing', () => {
    const two = [model('a', wave(0.9)), model('b', noisy(0.1))];
    const from = (documents: number) =>
      new Map(Array.from({ length: 12 }, (_, i) => [`input-${i}`, `document ${i % documents}`]));
    const p = (documents: number) => rankIntervals(two, { seed: 1, groups: from(documents) }).pairs[0]!.p;
    expect([p(12), p(6), p(3), p(1)]).toEqual([2 ** -11, 2 ** -5, 2 ** -2, 1]);
    expect(rankIntervals(two, { seed: 1, groups: from(4) }).pairs[0]).toMatchObject({ n: 12, units: 4, low: null });
  });

  it('take an input for no member of a group that is called like it', () => {
    const groups = new Map([['input-1', 'input-0'], ['input-2', 'input-0']]); // prettier-ignore
    const [pair] = rankIntervals([model('a', wave(0.9)), model('b', noisy(0.1))], { seed: 1, groups }).pairs;
    expect(pair).toMatchObject({ n: 12, units: 11 });
  });

  it('do not depend on the order of the models, and lie in 1 to K', () => {
    const row = fc.array(fc.option(fc.integer({ min: 0, max: 10 }).map((n) => n / 10)), {
      minLength: 16,
      maxLength: 16,
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 4 }), (rows) => {
        const models = rows.map((scores, i) => model(`m${i}`, scores));
        const ranked = rankIntervals(models, { seed: 3 }).models;
        expect(rankIntervals([...models].reverse(), { seed: 3 }).models.reverse()).toEqual(ranked);
        for (const { rank_low, rank_high } of ranked)
          expect(rank_low >= 1 && rank_low <= rank_high && rank_high <= rows.length).toBe(true);
      }),
      { numRuns: 15 },
    );
  });
});
