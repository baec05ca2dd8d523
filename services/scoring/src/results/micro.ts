import type { Micro } from '@taskbench/contracts';
import { extractionMetrics, mean } from '@taskbench/statistics';
import type { z } from 'zod';
import type { CallRow } from '../projections/calls.ts';
import { answersOf } from './scores.ts';

/** Counts pooled over inputs, each input's averaged over its repetitions first; null where nothing was compared. */
export function microOf(calls: readonly CallRow[], inputs: readonly string[]): z.infer<typeof Micro> | null {
  const compared = answersOf(calls, inputs)
    .map((list) => list.filter(({ tp }) => tp !== null))
    .filter(({ length }) => length > 0);
  if (compared.length === 0) return null;
  const pooled = (count: 'tp' | 'fp' | 'fn') =>
    compared.reduce((sum, list) => sum + mean(list.map((call) => call[count]!))!, 0);
  const [tp, fp, fn] = [pooled('tp'), pooled('fp'), pooled('fn')];
  const parseFailed = compared.flat().every(({ parse }) => parse === 'failed');
  return { ...extractionMetrics({ tp, fp, fn, parseFailed, goldEmpty: tp + fn === 0 }), inputs: compared.length };
}
