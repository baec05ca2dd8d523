import type { ResultsRow } from '@taskbench/contracts';
import { adviceOf } from './advice.ts';

const row = (between: number | null, within: number | null) =>
  ({ f1: { mean: 0.5 }, repeats: { between, within } }) as unknown as ResultsRow;

describe('Advice', () => {
  it('says what repetitions are enough for', () => {
    expect(adviceOf([row(null, null)], 1)).toMatch(/asked once.*3 repetitions to look, 5 to rank, 10 to claim/);
    expect([2, 3, 5, 10].map((n) => adviceOf([row(null, null)], n))).toEqual([
      '2 repetitions are too few to look: 3 are enough for that, 5 to rank, 10 to claim; the spread is known to about ± 71 %.',
      '3 repetitions are enough to look, not to rank (5) or to claim (10); the spread is known to about ± 50 %.',
      '5 repetitions are enough to rank, not to claim (10); the spread is known to about ± 35 %.',
      '10 repetitions are enough to claim; the spread is known to about ± 24 %.',
    ]);
  });
  it('names the better next dollar', () => {
    // 0.06 + 0.03/3 = 0.07 → 0.065: 3.6 %
    expect(adviceOf([row(0.05, 0.03), row(0.07, 0.03)], 3)).toContain(
      'More inputs are the better next dollar: twice the inputs would narrow intervals by 29 %, twice the repetitions by 4 %.',
    );
    expect(adviceOf([row(0, 0.03)], 3)).toContain('More repetitions do about as much as more inputs and need no gold');
  });
  it('says nothing of models without F1', () => expect(adviceOf([{ f1: null } as ResultsRow], 3)).toBeNull());
});
