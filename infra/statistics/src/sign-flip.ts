import { randomWords } from './random.ts';

const EXACT_UP_TO = 14;
const FLIPS = 10_000;
const TOLERANCE = 1e-9;
const BLOCK = 8;

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

/** A byte of a random word decides eight signs at once: their 256 sums are worked out beforehand. */
function seededHits(sizes: Float64Array, observed: number, seed: number | string): number {
  if (sizes.at(-1) === 0) return FLIPS;
  const differing = sizes.subarray(sizes.findIndex((size) => size > 0));
  const blocks = Math.ceil(differing.length / BLOCK);
  const sums = blockSums(differing, blocks);
  const next = randomWords(seed);
  let hits = 0;
  for (let flip = 0; flip < FLIPS; flip++) {
    let sum = 0;
    let word = 0;
    for (let block = 0; block < blocks; block++) {
      word = block % 4 === 0 ? next() : word >>> BLOCK;
      sum += sums[(block << BLOCK) | (word & 255)]!;
    }
    if (Math.abs(sum) >= observed) hits++;
  }
  return hits;
}

function blockSums(sizes: Float64Array, blocks: number): Float64Array {
  const sums = new Float64Array(blocks << BLOCK);
  for (let block = 0; block < blocks; block++) {
    const part = sizes.subarray(block * BLOCK, (block + 1) * BLOCK);
    for (let byte = 0; byte < 256; byte++) {
      let sum = 0;
      part.forEach((size, bit) => (sum += (byte >> bit) & 1 ? size : -size));
      sums[(block << BLOCK) | byte] = sum;
    }
  }
  return sums;
}
