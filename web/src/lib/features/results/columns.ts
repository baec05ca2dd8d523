import type { ResultsRow, ResultsView } from '@taskbench/contracts';

export type MetricKey = 'accuracy' | 'completeness' | 'hallucination_rate' | 'instruction_following' | 'consistency';
export type SortKey = MetricKey | 'f1' | 'cost';

export interface MetricColumn {
  readonly key: MetricKey;
  readonly name: string;
  readonly unit: string;
  readonly better: 'up' | 'down';
  /** When it leaves a narrow page. */
  readonly leaves: 'c-md' | 'c-lg';
  readonly missing: string;
}

const NO_GOLD = 'No output could be compared with a right answer.';

export const metrics: readonly MetricColumn[] = [
  { key: 'accuracy', name: 'Accuracy', unit: '0–1 ↑', better: 'up', leaves: 'c-md', missing: NO_GOLD },
  { key: 'completeness', name: 'Completeness', unit: '0–1 ↑', better: 'up', leaves: 'c-md', missing: NO_GOLD },
  {
    key: 'hallucination_rate',
    name: 'Hallucination',
    unit: 'rate, 0–1 ↓',
    better: 'down',
    leaves: 'c-lg',
    missing: NO_GOLD,
  },
  {
    key: 'instruction_following',
    name: 'Instructions',
    unit: 'followed, 0–1 ↑',
    better: 'up',
    leaves: 'c-lg',
    missing: 'This task has no accepted check to follow.',
  },
  {
    key: 'consistency',
    name: 'Consistency',
    unit: 'std, 0–1 ↓',
    better: 'down',
    leaves: 'c-lg',
    missing: 'Needs at least two repetitions of an input.',
  },
];

const figure = (row: ResultsRow, key: SortKey): number | null =>
  key === 'cost' ? (row.cost_per_1000_usd === null ? null : Number(row.cost_per_1000_usd)) : (row[key]?.mean ?? null);

export const betterOf = (key: SortKey): 'up' | 'down' =>
  key === 'cost' ? 'down' : (metrics.find((metric) => metric.key === key)?.better ?? 'up');

/** Best or worst first; values that are not there last in both; ties keep the order of the ranking. */
export function sorted(
  rows: readonly ResultsRow[],
  key: SortKey | null,
  order: 'best' | 'worst',
): readonly ResultsRow[] {
  if (key === null) return rows;
  const sign = (betterOf(key) === 'down') === (order === 'best') ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [ofA, ofB] = [figure(a, key), figure(b, key)];
    if (ofA === null || ofB === null) return Number(ofA === null) - Number(ofB === null);
    return sign * (ofA - ofB);
  });
}

/** The ranking as it was worked out. */
export const ranked = (rows: readonly ResultsRow[]) =>
  rows.toSorted(
    (a, b) =>
      a.rank_low - b.rank_low ||
      a.rank_high - b.rank_high ||
      (b.ranked?.mean ?? -1) - (a.ranked?.mean ?? -1) ||
      a.place - b.place,
  );

/** The model that the answer recommends: of those that could be best, the first its sentence names. */
export function namedFirst({ rows, answer }: ResultsView): ResultsRow {
  const inRank = ranked(rows);
  const [first] = inRank
    .filter(({ rank_low }) => rank_low === 1)
    .map((row) => ({ row, at: answer.sentence.indexOf(row.label.slice(row.label.lastIndexOf('/') + 1)) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at);
  return first?.row ?? inRank[0]!;
}
