import { betaQuantile, Z95 } from './distributions.ts';
import type { Interval } from './intervals.ts';

/** Interval of a proportion (Wilson 1927): stays inside 0–1 and has width even when all or none succeed. */
export function wilson(successes: number, n: number, z = Z95): Interval | null {
  if (n === 0) return null;
  const p = successes / n;
  const centre = p + z ** 2 / (2 * n);
  const reach = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  const scale = 1 + z ** 2 / n;
  return {
    low: successes === 0 ? 0 : Math.max(0, (centre - reach) / scale),
    high: successes === n ? 1 : Math.min(1, (centre + reach) / scale),
  };
}

/** Equal-tailed interval of Beta(1+s, 1+n−s), what a flat prior makes of a proportion (arXiv:2503.01747). */
export function betaInterval(successes: number, n: number, confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2;
  const at = (share: number) => betaQuantile(share, 1 + successes, 1 + n - successes);
  return { low: at(tail), high: at(1 - tail) };
}

/** Exact interval of a proportion (Clopper & Pearson 1934): holds it at least as often as it says, so it is wide. */
export function clopperPearson(successes: number, n: number, confidence = 0.95): Interval | null {
  if (n === 0) return null;
  const tail = (1 - confidence) / 2;
  return {
    low: successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1),
    high: successes === n ? 1 : betaQuantile(1 - tail, successes + 1, n - successes),
  };
}

/** How often something may still fail that never failed in n tries: 1 − 0.05^(1/n), about 3/n (Hanley 1983). */
export const noFailureBound = (n: number, alpha = 0.05): number => (n === 0 ? 1 : 1 - alpha ** (1 / n));
