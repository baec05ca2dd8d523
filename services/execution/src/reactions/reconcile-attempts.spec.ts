import { gaps } from './reconcile-attempts.ts';

describe('A provider that is asked what an attempt cost', () => {
  it('is asked 1, 2, 4, 8, 15 and 30 seconds after it', () => {
    const after = gaps.map((_, index) => gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap));
    expect(after).toEqual([1, 2, 4, 8, 15, 30]);
  });
});
