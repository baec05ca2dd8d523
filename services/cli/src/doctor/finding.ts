/** One thing that was looked at, and what to do when it is not as it must be. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly seen: string;
  readonly remedy?: string;
}

export const good = (name: string, seen: string): Finding => ({ name, ok: true, seen });
export const bad = (name: string, seen: string, remedy: string): Finding => ({ name, ok: false, seen, remedy });

const MOST_SKEW_MS = 5_000;

/** A clock that is not ours, as it stood between two looks at ours. */
export function clock(whose: string, theirs: number, before: number, after: number): Finding[] {
  const skew = theirs < before ? before - theirs : Math.max(0, theirs - after);
  if (skew <= MOST_SKEW_MS) return [];
  const seen = `${Math.round(skew / 1_000)} s apart from the clock of ${whose}`;
  return [bad('clock', seen, 'Set the clock of the one that is wrong (timedatectl set-ntp true).')];
}
