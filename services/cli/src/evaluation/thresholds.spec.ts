import type { ResultsRow } from '@taskbench/contracts';
import { failure, judged, threshold } from './thresholds.ts';

const row = (metrics: Partial<ResultsRow>) =>
  ({ label: 'sim/quick', accuracy: null, cost_per_1000_usd: null, consistency: null, ...metrics }) as ResultsRow;
const accuracy = (mean: number) => ({ mean, low: mean - 0.1, high: mean + 0.05, n: 14 });
const judge = (text: string, ...rows: ResultsRow[]) => judged({ rows }, threshold(text));

describe('A threshold', () => {
  it('is a floor where more is better', () => {
    expect(judge('accuracy=0.8', row({ accuracy: accuracy(0.8) }))[0]!.passed).toBe(true);
    expect(judge('accuracy=0.8', row({ accuracy: accuracy(0.79) }))[0]!.passed).toBe(false);
  });

  it('is a ceiling where less is better', () => {
    const spread = { mean: 0.2, low: null, high: null, n: 14 };
    expect(judge('consistency=0.2', row({ consistency: spread }))[0]!.passed).toBe(true);
    expect(judge('consistency=0.1', row({ consistency: spread }))[0]!.passed).toBe(false);
    expect(judge('cost=2', row({ cost_per_1000_usd: '2.01' }))[0]!.passed).toBe(false);
  });

  it('must be reached by every model', () => {
    const rows = [row({ accuracy: accuracy(0.9) }), row({ label: 'b', accuracy: accuracy(0.7) })];
    expect(judge('accuracy=0.8', ...rows).map(({ passed }) => passed)).toEqual([true, false]);
  });

  it('is not passed by what was not measured', () => {
    const [one] = judge('cost=9', row({}));
    expect(one!.passed).toBe(false);
    expect(failure(one!)).toBe('sim/quick: cost per 1,000 inputs was not measured; at most $9.00 was asked.');
  });

  it('says what was measured, with its interval', () => {
    const [one] = judge('accuracy=0.8', row({ accuracy: accuracy(0.75) }));
    expect(failure(one!)).toBe('sim/quick: accuracy is 0.75 (95 % 0.65–0.80); at least 0.8 was asked.');
  });

  it('never shows a failed figure rounded to the bound', () => {
    const [one] = judge('accuracy=0.8', row({ accuracy: { mean: 0.79999, low: null, high: null, n: 1 } }));
    expect(failure(one!)).toContain('is 0.79999;');
  });

  it('adds to those before', () => {
    expect(threshold('f1=0.5', threshold('cost=1'))).toEqual([
      { metric: 'cost', bound: 1 },
      { metric: 'f1', bound: 0.5 },
    ]);
  });

  it.each(['accurcy=0.8', 'accuracy', 'accuracy=', 'accuracy=high', 'accuracy=0.8=9', 'constructor=1'])(
    'is refused when it is %s',
    (text) => {
      expect(() => threshold(text)).toThrow();
    },
  );
});
