import type { OutputSpec } from '@taskbench/contracts';
import { fieldOf } from './compare.ts';
import { isRecord } from './items.ts';
import type { Match } from './match.ts';

/** By declared field: of how many matched items it is right (as alike as items must be), and in how many it stands. */
export function fieldScores(
  { pairs }: Pick<Match, 'pairs'>,
  items: readonly unknown[],
  gold: readonly unknown[],
  { fields = {}, threshold }: Pick<OutputSpec, 'fields' | 'threshold'>,
): [number, number][] {
  return Object.entries(fields)
    .map(fieldOf)
    .map(({ read, alike, valueOf }) => {
      const scores = pairs.flatMap((pair) => {
        const [item, right] = [items[pair.item], gold[pair.gold]];
        if (!isRecord(item) || !isRecord(right)) return [];
        const [here, there] = [valueOf(item), valueOf(right)];
        if (here === undefined && there === undefined) return [];
        return [here === undefined || there === undefined ? 0 : alike(read(here), read(there))];
      });
      return [scores.filter((score) => score >= threshold).length, scores.length];
    });
}
