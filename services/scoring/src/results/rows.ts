import { rankIntervals, type Ranking } from '@taskbench/statistics';
import { modelRow, type RankedRow } from './model-row.ts';
import type { Gathered } from './results.ts';
import { inputsOf } from './scores.ts';

interface Ranked {
  readonly rows: readonly RankedRow[];
  readonly pairs: Ranking['pairs'];
}

/** Every model's row, the best first, and the paired comparisons that the ranks rest on. */
export function rankedRows({ evaluation, calls, costs, task, rankBy }: Omit<Gathered, 'checks' | 'position'>): Ranked {
  const { seed, models, planned, repetitions } = evaluation;
  const inputs = inputsOf(calls);
  const groups = new Map(Object.entries(task.groups));
  const rows = models.map((model, place) =>
    modelRow({
      model: { ...model, place, planned: planned / models.length },
      calls: calls.filter(({ label }) => label === model.label),
      costs: costs.filter(({ label }) => label === model.label),
      inputs,
      repetitions,
      fields: task.fields,
      rankBy,
      drawing: { seed, binary: task.format === 'label', groups },
    }),
  );
  const ranking = rankIntervals(
    rows.map(({ row, ranked }) => ({ key: row.label, scores: ranked })),
    { seed, groups },
  );
  const ranks = new Map(ranking.models.map(({ key, rank_low, rank_high }) => [key, { rank_low, rank_high }]));
  const ranked = rows.map((one) => ({ ...one, row: { ...one.row, ...ranks.get(one.row.label)! } }));
  return { rows: ranked.sort(bestFirst), pairs: ranking.pairs };
}

function bestFirst({ row: a }: RankedRow, { row: b }: RankedRow): number {
  const [x, y] = [a.ranked?.mean ?? -1, b.ranked?.mean ?? -1];
  return y - x || (a.label < b.label ? -1 : 1);
}

/**
 * Neighbours in the ranking of which no two can be told apart, as long as such a run can be made; a model that ties both
 * ways stands in two of them.
 */
export function tiedGroups(rows: readonly RankedRow[], pairs: Ranking['pairs']): string[][] {
  const labels = rows.filter(({ row }) => row.ranked !== null).map(({ row }) => row.label);
  const told = new Set(pairs.filter(({ told }) => told).flatMap(({ a, b }) => [`${a}\n${b}`, `${b}\n${a}`]));
  const runs = labels.map((_, from) => {
    let to = from + 1;
    while (to < labels.length && labels.slice(from, to).every((label) => !told.has(`${label}\n${labels[to]}`))) to++;
    return { from, to };
  });
  return runs
    .filter(({ from, to }) => to - from > 1 && (from === 0 || runs[from - 1]!.to < to))
    .map(({ from, to }) => labels.slice(from, to));
}
