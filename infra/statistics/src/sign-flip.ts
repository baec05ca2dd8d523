import { randomWords } from './random.ts';

const EXACT_UP_TO = 14;
const FLIPS = 10_000;
const TOLERANCE = 1e-9;

/**
 * Probability of a mean difference at least this large if models only differed by chance: two-sided sign-flip
 * permutation test (Fisher 1935), all 2ⁿ flips for n ≤ 14, else 10,000 seeded ones with p = (1+hits)/(1+flips)
 * (Phipson & Smyth 2010). Sums that are equal but for rounding count as equal.
 */
export function signFlipTest(differences: readonly number[], seed: number | string): number {
  const n = differences.length;
  // only sizes matter to a symmetric test; sorted, neither order nor direction of the models changes a seeded p
  const sizes = Float64Array.from(differences, Math.abs).sort();
  const observed = Math.abs(differences.reduce((sum, d) => sum + d, 0)) - TOLERANCE;
  if (n <= EXACT_UP_TO) return exactHits(sizes, observed) / 2 ** n;
  return (1 + seededHits(sizes, observed, seed)) / (1 + FLIPS);
}

/** The smallest p that n inputs can give, 2^(1−n): with fewer inputs no difference can be shown, however large. */
export const smallestP = (n: number): number => Math.min(1, 2 ** (1 - n));

function exactHits(sizes: Float64Array, observed: number): number {
  let hits = 0;
  for (let mask = 0; mask < 2 ** sizes.length; mask++) {
    let sum = 0;
    for (let i = 0; i < sizes.length; i++) sum += (mask >> i) & 1 ? sizes[i]! : -sizes[i]!;
    if (Math.abs(sum) >= observed) hits++;
  }
  return hits;
}

/** A random word decides 32 signs: the sums of each eight are worked out beforehand, one for each of their 256 signs. */
function seededHits(sizes: Float64Array, observed: number, seed: number | string): number {
  if (sizes.at(-1) === 0) return FLIPS;
  const next = randomWords(seed);
  const sums = new Float64Array(FLIPS);
  for (let at = sizes.findIndex((size) => size > 0); at < sizes.length; at += 32) {
    const [a, b, c, d] = [0, 8, 16, 24].map((from) => sumsBySigns(sizes.subarray(at + from, at + from + 8)));
    for (let flip = 0; flip < FLIPS; flip++) {
      const word = next();
      sums[flip]! += a![word & 255]! + b![(word >>> 8) & 255]! + (c![(word >>> 16) & 255]! + d![word >>> 24]!);
    }
  }
  return sums.reduce((hits, sum) => (Math.abs(sum) >= observed ? hits + 1 : hits), 0);
}

/** The sum of at most eight sizes for every byte: a set bit adds its size, a clear one takes it away. */
function sumsBySigns(sizes: Float64Array): Float64Array {
  const sums = new Float64Array(256).fill(-sizes.reduce((sum, size) => sum + size, 0));
  for (let byte = 1; byte < 256; byte++) {
    const highest = 31 - Math.clz32(byte);
    sums[byte] = sums[byte ^ (1 << highest)]! + 2 * (sizes[highest] ?? 0);
  }
  return sums;
}
