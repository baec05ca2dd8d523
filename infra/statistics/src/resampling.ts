import { random } from './random.ts';

/** Draws with replacement: `resamples` times n out of n, by the seed. */
export interface Drawing {
  seed: number | string;
  n: number;
  resamples: number;
}

// All figures of an evaluation are drawn alike, so the last table of draws is kept, if it is not too large.
const KEEP_BYTES = 16_000_000;
let kept: { readonly key: string; readonly times: Uint8Array } | null = null;

/** Calls `use` for each resample with how many times each of the n was drawn in it. */
export function timesDrawn({ seed, n, resamples }: Drawing, use: (times: Uint8Array, resample: number) => void): void {
  const key = JSON.stringify([String(seed), n, resamples]);
  const keeps = n * resamples <= KEEP_BYTES;
  const known = kept?.key === key ? kept.times : null;
  const table = known ?? new Uint8Array(keeps ? n * resamples : n);
  const next = known ? null : random(seed);
  for (let resample = 0; resample < resamples; resample++) {
    const times = keeps ? table.subarray(resample * n, (resample + 1) * n) : table.fill(0);
    if (next) for (let i = 0; i < n; i++) times[Math.floor(next() * n)]!++;
    use(times, resample);
  }
  if (keeps && !known) kept = { key, times: table };
}
