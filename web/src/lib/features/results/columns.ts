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
}

export const metrics: readonly MetricColumn[] = [
  { key: 'accuracy', name: 'Accuracy', unit: '0–1 ↑', better: 'up', leaves: 'c-md' },
  { key: 'completeness', name: 'Completeness', unit: '0–1 ↑', better: 'up', leaves: 'c-md' },
  {
    key: 'hallucination_rate',
    name: 'Hallucination',
    unit: 'rate, 0–1 ↓',
    better: 'down',
    leaves: 'c-lg',
  },
  {
    key: 'instruction_following',
    name: 'Instructions',
    unit: 'followed, 0–1 ↑',
    better: 'up',
    leaves: 'c-lg',
  },
  {
    key: 'consistency',
    name: 'Consistency',
    unit: 'std, 0–1 ↓',
    better: 'down',
    leaves: 'c-lg',
  },
];

/** Why a metric has no value: it does not apply to the task, or nothing of this model could be measured. */
export const missing = ({ metrics }: ResultsView, key: MetricKey | 'f1'): string => {
  const choice = metrics.find(({ metric }) => metric === key);
  return choice && !choice.applies ? choice.reason : 'No output of this model could be measured.';
};

export const metricName = (key: ResultsView['metrics'][number]['metric']): string =>
  key === 'f1' ? 'F1' : key === 'cost' ? 'Cost' : metrics.find((metric) => metric.key === key)!.name;

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
