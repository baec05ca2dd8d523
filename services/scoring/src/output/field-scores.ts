import type { OutputSpec } from '@taskbench/contracts';
import { comparison } from './compare.ts';
import { isRecord } from './items.ts';
import type { Match } from './match.ts';

const has = (item: Record<string, unknown>, name: string): boolean =>
  Object.hasOwn(item, name) && item[name] !== null && item[name] !== undefined;

/** By declared field: of how many matched items it is right (as alike as items must be), and in how many it stands. */
export function fieldScores(
  { pairs }: Pick<Match, 'pairs'>,
  items: readonly unknown[],
  gold: readonly unknown[],
  { format, fields = {}, threshold }: OutputSpec,
): [number, number][] {
  return Object.entries(fields).map(([name, rule]) => {
    const compare = comparison({ format, fields: { [name]: rule } }, gold);
    const scores = pairs.flatMap((pair) => {
      const [item, right] = [items[pair.item], gold[pair.gold]];
      if (!isRecord(item) || !isRecord(right) || !(has(item, name) || has(right, name))) return [];
      return [compare(item, right)];
    });
    return [scores.filter((score) => score >= threshold).length, scores.length];
  });
}
