import { mean, sampleVariance, smallestP } from '@taskbench/statistics';
import type { RankedRow } from './rows.ts';

// z for 95 % (two-sided) and for finding the difference four times in five
const Z_ALPHA = 1.959963984540054;
const Z_BETA = 0.8416212335729143;
const ENOUGH_TO_PLAN = 5;
const ALPHA = 0.05;

/**
 * About how many inputs more would tell two models apart: n = (z_α/2 + z_β)²·s²/δ², where the variance s² of the paired
 * differences holds both its parts, between inputs and between repetitions. Null with too few inputs to say,
 * Infinity when they do not differ at all.
 */
export function inputsMissing(a: RankedRow, b: RankedRow): number | null {
  const differences = [...a.f1ByInput].flatMap(([input, score]) => {
    const other = b.f1ByInput.get(input) ?? null;
    return score === null || other === null ? [] : [score - other];
  });
  const [delta, variance] = [mean(differences), sampleVariance(differences)];
  if (differences.length < ENOUGH_TO_PLAN || delta === null || variance === null || variance === 0) return null;
  if (Math.abs(delta) < 1e-9) return Infinity;
  const needed = Math.ceil(((Z_ALPHA + Z_BETA) ** 2 * variance) / delta ** 2);
  return needed > differences.length ? needed - differences.length : null;
}

/** The fewest inputs on which any lead, however clear, can tell this many models apart. */
export function fewestInputs(models: number): number {
  const comparisons = (models * (models - 1)) / 2;
  let n = 1;
  while (smallestP(n) * comparisons > ALPHA) n++;
  return n;
}
