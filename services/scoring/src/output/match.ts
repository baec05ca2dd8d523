import { bestMatching } from '@taskbench/statistics';
import type { Gold } from './read-gold.ts';

/** An item and the gold item that it is, by their places. */
export interface Pair {
  readonly item: number;
  readonly gold: number;
  readonly similarity: number;
}

/** Items held against gold: who is whom, what was missed, what was invented. */
export interface Match {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly pairs: readonly Pair[];
  /** Places in the gold. */
  readonly missed: readonly number[];
  /** Places in the output. */
  readonly invented: readonly number[];
}

/** Matches items to gold one-to-one so that total similarity is the largest; pairs below the threshold cannot match. */
export function matchItems(items: readonly unknown[], { items: gold, read: rights, comparison, spec }: Gold): Match {
  const { threshold } = spec;
  const similarity: number[][] = [];
  for (const item of items) {
    const said = comparison.read(item);
    const row: number[] = [];
    for (const right of rights) row.push(comparison.alike(said, right, threshold));
    similarity.push(row);
  }
  const rows = contenders(similarity, gold.length);
  const { pairs: matched } = bestMatching(
    rows.map((row) => similarity[row]!),
    threshold,
  );
  const pairs = matched.map(([row, column]) => {
    const item = rows[row]!;
    return { item, gold: column, similarity: similarity[item]![column]! };
  });
  const said = new Set(pairs.map(({ item }) => item));
  const found = new Set(pairs.map((pair) => pair.gold));
  const missed = gold.flatMap((_, place) => (found.has(place) ? [] : [place]));
  const invented = items.flatMap((_, place) => (said.has(place) ? [] : [place]));
  return { tp: pairs.length, fp: invented.length, fn: missed.length, pairs, missed, invented };
}

/**
 * The items that can be in a best matching. Of g gold items each needs only its g best candidates: were a worse one
 * matched, one of the g would be free and at least as good. So an output of endless repetitions costs little.
 */
function contenders(similarity: readonly (readonly number[])[], gold: number): number[] {
  if (similarity.length <= gold) return similarity.map((_, row) => row);
  const kept = new Set<number>();
  for (let column = 0; column < gold; column++) {
    similarity
      .map((row, place) => ({ place, value: row[column]! }))
      .sort((a, b) => b.value - a.value || a.place - b.place)
      .slice(0, gold)
      .forEach(({ place }) => kept.add(place));
  }
  return [...kept].sort((a, b) => a - b);
}
