import type { ResultsRow } from '@taskbench/contracts';
import { errorOfSpread, mean, narrowing } from '@taskbench/statistics';

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const NEARLY = 0.75;

/** What the repetitions are enough for, and whether more of them or more inputs are the better next dollar. */
export function adviceOf(rows: readonly ResultsRow[], repetitions: number): string | null {
  if (rows.every(({ f1 }) => f1 === null)) return null;
  if (repetitions < 2)
    return 'Each input was asked once, so how much answers vary is not known: 3 repetitions to look, 5 to rank, 10 to claim.';
  const known = `the spread is known to about ± ${percent(errorOfSpread(repetitions)!)}`;
  return [`${enoughFor(repetitions)}; ${known}.`, nextDollar(rows, repetitions)].filter(Boolean).join(' ');
}

function enoughFor(repetitions: number): string {
  const are = `${repetitions} repetitions are`;
  if (repetitions < 3) return `${are} too few to look: 3 are enough for that, 5 to rank, 10 to claim`;
  if (repetitions < 5) return `${are} enough to look, not to rank (5) or to claim (10)`;
  return repetitions < 10 ? `${are} enough to rank, not to claim (10)` : `${are} enough to claim`;
}

function nextDollar(rows: readonly ResultsRow[], repetitions: number): string | null {
  const measured = (what: 'between' | 'within') =>
    mean(rows.map(({ repeats }) => repeats?.[what] ?? null).filter((variance) => variance !== null));
  const [between, within] = [measured('between'), measured('within')];
  const gain = between === null || within === null ? null : narrowing({ between, within }, repetitions);
  if (gain === null) return null;
  const by = `twice the inputs would narrow intervals by ${percent(gain.inputs)}, twice the repetitions by ${percent(gain.repetitions)}`;
  return gain.repetitions >= NEARLY * gain.inputs
    ? `More repetitions do about as much as more inputs and need no gold: ${by}.`
    : `More inputs are the better next dollar: ${by}.`;
}
