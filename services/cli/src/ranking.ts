import type { Estimate, ResultsRow, ResultsView } from '@taskbench/contracts';

const digits = (estimate: Estimate | null, places = 2): string =>
  estimate === null ? 'n/a' : estimate.mean.toFixed(places);
const interval = ({ f1 }: ResultsRow): string =>
  f1 === null
    ? 'n/a'
    : f1.low === null || f1.high === null
      ? f1.mean.toFixed(3)
      : `${f1.mean.toFixed(3)} (${f1.low.toFixed(2)}–${f1.high.toFixed(2)})`;
const rank = ({ rank_low, rank_high }: ResultsRow): string =>
  rank_low === rank_high ? `${rank_low}` : `${rank_low}–${rank_high}`;
const money = (usd: string | null): string => (usd === null ? 'unknown' : Number(usd).toFixed(4));

const COLUMNS: readonly (readonly [head: string, cell: (row: ResultsRow) => string])[] = [
  ['Rank', rank],
  ['Model', ({ label }) => label],
  ['F1 (95 %)', interval],
  ['Accuracy', ({ accuracy }) => digits(accuracy)],
  ['Completeness', ({ completeness }) => digits(completeness)],
  ['Hallucination', ({ hallucination_rate }) => digits(hallucination_rate)],
  ['Instructions', ({ instruction_following }) => digits(instruction_following)],
  ['Consistency', ({ consistency }) => digits(consistency)],
  ['$/1,000', ({ cost_per_1000_usd }) => money(cost_per_1000_usd)],
  ['Failed', ({ calls }) => String(calls.failed)],
];

/** The answer in words, the ranking with its six metrics, and what it cost. */
export function ranking(view: ResultsView): string {
  const cells = [COLUMNS.map(([head]) => head), ...view.rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const table = cells.map((row) =>
    row.map((cell, at) => (at === 1 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
  );
  const { sentence, how_sure, what_it_costs } = view.answer;
  const costs = view.costs.map(({ label, phase, cost_usd, unknown_entries }) => {
    const unknown = unknown_entries > 0 ? `, plus ${unknown_entries} of unknown cost` : '';
    return `  ${label}, ${phase.replace('_', ' ')}: $${cost_usd}${unknown}`;
  });
  return [
    ...(view.simulated
      ? ['Simulated: no real model was called, so these figures say nothing about real ones.', '']
      : []),
    `${view.task_name}: ${sentence}`,
    how_sure,
    what_it_costs,
    '',
    ...table,
    '',
    `Cost of this evaluation: $${view.cost_usd}${view.cost_state === 'exact' ? '' : ` (${view.cost_state})`}`,
    ...costs,
  ].join('\n');
}
