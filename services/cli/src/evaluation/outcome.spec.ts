import type { EvaluationView, ResultsRow, ResultsView } from '@taskbench/contracts';
import { outcomeOf } from './outcome.ts';
import { judged, threshold } from './thresholds.ts';

const calls = { planned: 14, answered: 14, failed: 0, unscored: 0, cancelled: 0, parse_failed: 0 };
const row = (counts: Partial<ResultsRow['calls']>, label = 'sim/quick') =>
  ({ label, calls: { ...calls, ...counts }, accuracy: { mean: 0.7, low: null, high: null, n: 14 } }) as ResultsRow;
const results = (...rows: ResultsRow[]) => ({ rows }) as ResultsView;
const ended = (status: string) =>
  ({ status, abandoned: [] }) as unknown as Pick<EvaluationView, 'status' | 'abandoned'>;
const missed = (of: ResultsView) => judged(of, threshold('accuracy=0.8'));

describe('A run', () => {
  it('is done when it completed, also with some failed calls', () => {
    expect(outcomeOf(results(row({ answered: 13, failed: 1 })), ended('completed'), [])).toEqual({
      code: 0,
      reasons: [],
    });
  });

  it('ends with 1 when a threshold failed', () => {
    const { code, reasons } = outcomeOf(results(row({})), ended('completed'), missed(results(row({}))));
    expect([code, reasons.length]).toEqual([1, 1]);
  });

  it('ends with 3 when every call failed', () => {
    expect(outcomeOf(results(row({ answered: 0, failed: 14 })), ended('failed'), []).code).toBe(3);
  });

  it.each(['budget_exhausted', 'cancelled', 'held', 'paused'])('ends with 4 when it is %s', (status) => {
    const part = results(row({ answered: 9, unscored: 5 }));
    const { code, reasons } = outcomeOf(part, ended(status), missed(part));
    expect(code).toBe(4);
    expect(reasons).toHaveLength(3);
    expect(reasons[1]).toBe('sim/quick: 5 calls not made.');
  });

  it('ends with 4 and names the model when one answered nothing', () => {
    const { code, reasons } = outcomeOf(
      results(row({}), row({ answered: 0, failed: 14 }, 'sim/dead')),
      ended('completed'),
      [],
    );
    expect([code, reasons]).toEqual([4, ['sim/dead answered nothing: 14 calls failed.']]);
  });

  it('ends with 4 and says why a model was abandoned, though it had answered before', () => {
    const abandoned: EvaluationView['abandoned'] = [
      { label: 'sim/quick', reason: 'refused_key', after: 'failed_calls', count: 5 },
    ];
    const part = results(row({}, 'sim/careful'), row({ answered: 4, failed: 10 }));
    const { code, reasons } = outcomeOf(part, { status: 'completed', abandoned }, []);
    expect([code, reasons]).toEqual([
      4,
      ['Abandoned sim/quick: 5 calls failed in a row, because its provider refuses the key.'],
    ]);
  });
});
