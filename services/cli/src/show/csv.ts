import type { Estimate, ResultsRow, ResultsView } from '@taskbench/contracts';
import { stringify } from 'csv-stringify/sync';

const METRICS = [
  'f1',
  'accuracy',
  'completeness',
  'hallucination_rate',
  'instruction_following',
  'consistency',
] as const satisfies readonly (keyof ResultsRow)[];

/** A ranking for a spreadsheet: a row a model, figures as they were stored; what was not measured stays empty. */
export const csv = ({ rows }: ResultsView): string =>
  // A label that begins like a formula must not become one.
  stringify(rows.map(flat), { header: true, escape_formulas: true });

const flat = (row: ResultsRow) => ({
  label: row.label,
  model_id: row.model_id,
  rank_low: row.rank_low,
  rank_high: row.rank_high,
  ...Object.assign({}, ...METRICS.map((metric) => spread(metric, row[metric]))),
  cost_usd: row.cost_usd,
  cost_per_1000_usd: row.cost_per_1000_usd,
  latency_ms_p50: row.latency_ms?.p50,
  latency_ms_p95: row.latency_ms?.p95,
  ...row.calls,
  violations: row.violations,
});

const spread = (metric: string, estimate: Estimate | null) => ({
  [metric]: estimate?.mean,
  [`${metric}_low`]: estimate?.low,
  [`${metric}_high`]: estimate?.high,
  [`${metric}_n`]: estimate?.n,
});
