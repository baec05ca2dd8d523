import fc from 'fast-check';
import { extractionMetrics } from './extraction-metrics.ts';

const none = { tp: 0, fp: 0, fn: 0, parseFailed: false, goldEmpty: false };

describe('Extraction metrics', () => {
  it.each([
    ['no items, gold not empty', { ...none, fn: 3 }, [0, null, 0, 0]],
    ['no items, gold empty', { ...none, goldEmpty: true }, [1, null, null, 1]],
    ['items, gold empty', { ...none, fp: 2, goldEmpty: true }, [0, 1, null, 0]],
    ['parse failure, gold not empty', { ...none, fn: 3, parseFailed: true }, [0, null, 0, 0]],
    ['parse failure, gold empty', { ...none, parseFailed: true, goldEmpty: true }, [0, null, null, 0]],
    ['items that are all wrong', { ...none, fp: 2, fn: 3 }, [0, 1, 0, 0]],
    ['an ordinary output', { ...none, tp: 6, fp: 2, fn: 4 }, [0.75, 0.25, 0.6, 2 / 3]],
  ])('of %s are as science.md 2.1 says', (_, counts, [accuracy, hallucination_rate, completeness, f1]) =>
    expect(extractionMetrics(counts)).toEqual({ accuracy, hallucination_rate, completeness, f1 }),
  );

  it('lie in 0–1, accuracy and hallucination rate add up to 1', () => {
    const count = fc.nat(1_000);
    fc.assert(
      fc.property(count, count, count, (tp, fp, fn) => {
        const metrics = extractionMetrics({ ...none, tp, fp, fn, goldEmpty: tp + fn === 0 });
        for (const value of Object.values(metrics)) expect(value === null || (value >= 0 && value <= 1)).toBe(true);
        if (metrics.hallucination_rate !== null)
          expect(metrics.accuracy! + metrics.hallucination_rate).toBeCloseTo(1, 12);
      }),
    );
  });
});
