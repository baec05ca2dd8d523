import { random } from './random.ts';

const EXACT_UP_TO = 14;
const FLIPS = 10_000;
const TOLERANCE = 1e-9;

/**
 * Probability of a mean difference at least this large if models only differed by chance: two-sided sign-flip
 * permutation test (Fisher 1935), all 2ⁿ flips for n ≤ 14, else 10,000 seeded ones with p = (1+hits)/(1+flips).
 */
export function signFlipTest(differences: readonly number[], seed: number | string): number {
  const observed = Math.abs(differences.reduce((sum, d) => sum + d, 0)) - TOLERANCE;
  // only sizes matter to a symmetric test; sorted, neither order nor direction of the models changes a seeded p
  const sizes = differences.map(Math.abs).sort((a, b) => a - b);
  const isHit = (flipped: (index: number) => boolean) =>
    Math.abs(sizes.reduce((sum, size, i) => (flipped(i) ? sum - size : sum + size), 0)) >= observed;
  let hits = 0;
  if (sizes.length <= EXACT_UP_TO) {
    for (let mask = 0; mask < 2 ** sizes.length; mask++) if (isHit((i) => ((mask >> i) & 1) === 1)) hits++;
    return hits / 2 ** sizes.length;
  }
  const next = random(seed);
  for (let flip = 0; flip < FLIPS; flip++) if (isHit(() => next() < 0.5)) hits++;
  return (1 + hits) / (1 + FLIPS);
}

/** Exact McNemar test of pass/fail scores (McNemar 1947) from the inputs that only one of the two models passed. */
export function mcnemarTest(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  let logTerm = -n * Math.LN2;
  let tail = Math.exp(logTerm);
  for (let k = 1; k <= Math.min(onlyFirst, onlySecond); k++) {
    logTerm += Math.log((n - k + 1) / k);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}

/** The smallest p that n inputs can give, 2^(1−n): with fewer inputs no difference can be shown, however large. */
export const smallestP = (n: number): number => Math.min(1, 2 ** (1 - n));

/** P-values adjusted for looking at many pairs (Holm 1979), in the order given. */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = pValues.map(() => 1);
  let largest = 0;
  pValues
    .map((p, index) => ({ p, index }))
    .sort((a, b) => a.p - b.p)
    .forEach(({ p, index }, rank) => {
      largest = Math.max(largest, Math.min(1, p * (pValues.length - rank)));
      adjusted[index] = largest;
    });
  return adjusted;
}
