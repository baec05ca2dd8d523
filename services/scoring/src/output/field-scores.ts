import { isRecord } from './items.ts';
import type { Match } from './match.ts';
import type { Gold } from './read-gold.ts';

/** By declared field: of how many matched items it is right (as alike as items must be), and in how many it stands. */
export function fieldScores(
  { pairs }: Pick<Match, 'pairs'>,
  items: readonly unknown[],
  { items: gold, comparison, spec: { fields = {}, threshold } }: Gold,
): [number, number][] {
  if (Object.keys(fields).length === 0) return [];
  const scores: [number, number][] = [];
  for (const { read, alike, valueOf } of comparison.fields) {
    let [right, compared] = [0, 0];
    for (const pair of pairs) {
      const [item, known] = [items[pair.item], gold[pair.gold]];
      if (!isRecord(item) || !isRecord(known)) continue;
      const [here, there] = [valueOf(item), valueOf(known)];
      if (here === undefined && there === undefined) continue;
      compared++;
      if ((here === undefined || there === undefined ? 0 : alike(read(here), read(there))) >= threshold) right++;
    }
    scores.push([right, compared]);
  }
  return scores;
}
