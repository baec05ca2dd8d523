import type { ResultsRow, ResultsView } from '@taskbench/contracts';
import { outcomeOf } from './outcome.ts';
import { judged, threshold } from './thresholds.ts';

const calls = { planned: 14, answered: 14, failed: 0, unscored: 0, cancelled: 0, parse_failed: 0 };
const row = (counts: Partial<ResultsRow['calls']>, label = 'sim/quick') =>
  ({ label, calls: { ...calls, ...counts }, accuracy: { mean: 0.7, low: null, high: null, n: 14 } }) as ResultsRow;
const results = (...rows: ResultsRow[]) => ({ rows }) as ResultsView;
const missed = (of: ResultsView) => judged(of, threshold('accuracy=0.8'));

describe('A run', () => {
  it('is done when it completed, also with some failed calls', () => {
    expect(outcomeOf(results(row({ answered: 13, failed: 1 })), 'completed', [])).toEqual({ code: 0, reasons: [] });
  });

  it('ends with 1 when a threshold failed', () => {
    const { code, reasons } = outcomeOf(results(row({})), 'completed', missed(results(row({}))));
    expect([code, reasons.length]).toEqual([1, 1]);
  });

  it('ends with 3 when every call failed', () => {
    expect(outcomeOf(results(row({ answered: 0, failed: 14 })), 'failed', []).code).toBe(3);
  });

  it.each(['budget_exhausted', 'cancelled', 'held', 'paused'])('ends with 4 when it is %s', (status) => {
    const part = results(row({ answered: 9, unscored: 5 }));
    const { code, reasons } = outcomeOf(part, status, missed(part));
    expect(code).toBe(4);
    expect(reasons).toHaveLength(3);
    expect(reasons[1]).toBe('sim/quick: 5 calls not made.');
  });

  it('ends with 4 and names the model when one answered nothing', () => {
    const { code, reasons } = outcomeOf(
      results(row({}), row({ answered: 0, failed: 14 }, 'sim/dead')),
      'completed',
      [],
    );
    expect([code, reasons]).toEqual([4, ['sim/dead answered nothing: 14 calls failed.']]);
  });
});
