import { metricsOf, type Circumstances } from './applicable.ts';

const list: Circumstances = {
  label: false,
  inputs: 40,
  withGold: 39,
  checks: [{ state: 'accepted' }, { state: 'candidate' }],
  repetitions: 3,
  costsKnown: true,
};
const of = (given: Partial<Circumstances>) =>
  Object.fromEntries(metricsOf({ ...list, ...given }).map(({ metric, ...rest }) => [metric, rest]));

describe('The metrics that apply', () => {
  it('are all, of lists with gold, checks and repetitions', () => {
    const metrics = metricsOf(list);
    expect(metrics.every(({ applies }) => applies)).toBe(true);
    expect(metrics.map(({ reason }) => reason)).toEqual([
      ...Array<string>(4).fill('39 of 40 inputs have gold.'),
      '1 check counts.',
      'Each input is asked 3 times.',
      'The cost of every call is known.',
    ]);
  });
  it('leave out for labels what only says accuracy again', () => {
    const { f1, completeness, hallucination_rate } = of({ label: true });
    expect([f1, completeness, hallucination_rate].map((one) => one!.applies)).toEqual([true, false, false]);
  });
  it.each([
    ['f1', { withGold: 0 }, 'No input has gold, and no judge is set.'],
    ['completeness', { withGold: 0, label: true }, 'No input has gold, and no judge is set.'],
    ['instruction_following', { checks: [] }, 'The task has no check.'],
    ['instruction_following', { checks: [{ state: 'candidate' as const }] }, 'No check is proved or accepted yet.'],
    ['consistency', { repetitions: 1 }, 'Each input is asked once; it takes two or more.'],
  ])('leave out %s with %j', (metric, given, reason) => expect(of(given)[metric]).toEqual({ applies: false, reason }));
});
