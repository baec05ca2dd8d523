import { call } from './made-up.ts';
import { Ranking } from '@taskbench/contracts';
import { rankedScore, readRankBy as read } from './rank-by.ts';

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
    const refused = (text: string) => Ranking.safeParse(text).error?.issues.map(({ message }) => message);
    expect(refused('f1,f1:2')).toEqual([expect.stringContaining('twice')]);
    expect(refused('f1:0,accuracy')).toEqual([expect.stringContaining('weight of 0')]);
    expect(refused('f1:0.7,accuracy:0.3')).toBeUndefined();
  });
  it('of an output is the weighted mean, and null where a part of it was not measured', () => {
    const output = call('m', 'a', 0.5, { instruction_following: 1, completeness: null });
    expect(rankedScore(output, read('f1:3,instruction_following:1'))).toBe(0.625);
    expect(rankedScore(output, read('f1,completeness'))).toBeNull();
  });
});
