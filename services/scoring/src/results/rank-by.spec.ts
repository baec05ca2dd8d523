import { call } from './made-up.ts';
import { rankedScore, readRankBy, type RankBy } from './rank-by.ts';

const read = (text: string) => readRankBy(text) as RankBy;

describe('What models are ranked by', () => {
  it('is one metric, or a weighting that is the same in any order', () => {
    expect(read('accuracy')).toEqual({
      key: 'accuracy',
      name: 'accuracy',
      weights: [{ metric: 'accuracy', weight: 1 }],
    });
    expect(read('instruction_following:1,f1:3')).toEqual(read('f1:3,instruction_following:1'));
    expect(read('f1:3,instruction_following:1')).toMatchObject({
      name: '75 % F1, 25 % instruction following',
      weights: [{ weight: 0.75 }, { weight: 0.25 }],
    });
  });
  it('is refused when it names a metric twice or gives one no weight', () => {
    expect(readRankBy('f1,f1:2')).toMatch(/twice/);
    expect(readRankBy('f1:0,accuracy')).toMatch(/weight of 0/);
  });
  it('of an output is the weighted mean, and null where a part of it was not measured', () => {
    const output = call('m', 'a', 0.5, { instruction_following: 1, completeness: null });
    expect(rankedScore(output, read('f1:3,instruction_following:1'))).toBe(0.625);
    expect(rankedScore(output, read('f1,completeness'))).toBeNull();
  });
});
