import type { OutputSpec } from '@taskbench/contracts';
import { comparison, type ItemComparison, type ReadItem } from './compare.ts';
import { goldItemsOf } from './gold.ts';

/** A right answer as outputs are held against it. */
export interface Gold {
  readonly spec: OutputSpec;
  readonly items: readonly unknown[];
  readonly comparison: ItemComparison;
  readonly read: readonly ReadItem[];
}

/** By the right answer. */
const known = new WeakMap<object, Gold>();

/** Reads a right answer; once where it is an object, however many outputs are held against it. */
export function goldOf(gold: unknown, spec: OutputSpec): Gold {
  if (typeof gold !== 'object' || gold === null) return readGold(gold, spec);
  const kept = known.get(gold);
  if (kept?.spec === spec) return kept;
  const made = readGold(gold, spec);
  known.set(gold, made);
  return made;
}

function readGold(gold: unknown, spec: OutputSpec): Gold {
  const items = goldItemsOf(gold, spec);
  const compared = comparison(spec, items);
  return { spec, items, comparison: compared, read: items.map(compared.read) };
}
