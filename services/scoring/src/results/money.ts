import { formatUsd } from '@taskbench/contracts';
import type { CostTotalRow } from '../projections/costs.ts';

/** What attempts cost together, in nano-dollars, and how many of them nobody knows the cost of. */
export interface Total {
  readonly nano: number;
  readonly entries: number;
  readonly unknown: number;
}

/** What was paid in this evaluation: whole numbers, so that nothing is rounded. */
export const totalOf = (costs: readonly CostTotalRow[]): Total => ({
  nano: costs.reduce((sum, { cost_nano }) => sum + cost_nano, 0),
  entries: costs.reduce((sum, { entries }) => sum + entries, 0),
  unknown: costs.reduce((sum, { unknown_entries }) => sum + unknown_entries, 0),
});

/** What answers cost, wherever that was paid: those carried over with what they had cost, so that none looks cheaper for it. */
export function worthOf(costs: readonly CostTotalRow[]): Total {
  const { nano, entries, unknown } = totalOf(costs);
  return {
    nano: costs.reduce((sum, { carried_nano }) => sum + carried_nano, nano),
    entries,
    unknown: costs.reduce((sum, { carried_unknown }) => sum + carried_unknown, unknown),
  };
}

/** A total in USD; null when a part is unknown, or when calls were made and nothing is posted yet. */
export const knownUsd = ({ nano, entries, unknown }: Total, attempted: boolean): string | null =>
  unknown > 0 || (entries === 0 && attempted) ? null : formatUsd(nano);

/** For 1,000 inputs, one answer each, in nano-dollars rounded half to even; null when unknown or nothing was answered. */
export function per1000({ nano, entries, unknown }: Total, answered: number): number | null {
  if (unknown > 0 || entries === 0 || answered === 0) return null;
  const [total, calls] = [BigInt(nano) * 1000n, BigInt(answered)];
  const whole = total / calls;
  const twice = (total % calls) * 2n;
  return Number(twice > calls || (twice === calls && whole % 2n === 1n) ? whole + 1n : whole);
}

/** How much of a total is known. */
export const costState = ({ entries, unknown }: Total): 'exact' | 'partial' | 'unknown' =>
  unknown === 0 ? 'exact' : unknown < entries ? 'partial' : 'unknown';
