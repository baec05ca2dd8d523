import type { Ranking } from '@taskbench/statistics';
import type { RankedRow } from './model-row.ts';

/** How far one model is before another, on the inputs that both have. */
export interface Lead {
  readonly n: number;
  /** Groups of inputs among them that chance moves together. */
  readonly units: number;
  /** Better or worse beyond chance. */
  readonly told: boolean;
  readonly difference: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** The paired difference a − b, whichever way round it was compared; null without an input in common. */
export function leadOf(pairs: Ranking['pairs'], { row: a }: RankedRow, { row: b }: RankedRow): Lead | null {
  const pair = pairs.find((one) => [one.a, one.b].includes(a.label) && [one.a, one.b].includes(b.label));
  if (!pair || pair.difference === null) return null;
  const { n, units, told, difference, low, high } = pair;
  if (pair.a === a.label) return { n, units, told, difference, low, high };
  return {
    n,
    units,
    told,
    difference: -difference,
    low: high === null ? null : -high,
    high: low === null ? null : -low,
  };
}

/** The inputs that a comparison rests on, and their sources where they share them. */
export const askedOf = (lead: Lead | null): { inputs: number; sources?: number } => ({
  inputs: lead?.n ?? 0,
  ...(lead && lead.units < lead.n && { sources: lead.units }),
});
