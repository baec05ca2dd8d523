import type { Estimate, ResultsRow, ResultsView } from '@taskbench/contracts';
import { usd } from './amounts.ts';
import { details } from './details.ts';
import { axisHead, axisOf, drawn } from './interval.ts';
import type { Screen } from './screen.ts';
import { table, type Column } from './table.ts';
import { harmless, widthOf, wrap } from './text.ts';

type CostPart = ResultsView['costs'][number];

const FIGURES = 16;
const LARGEST_CHART = 24;
const SMALLEST_CHART = 9;

/** The answer in words, the ranking, the six metrics with their intervals, and what it cost; `more` adds what stands behind it. */
export function ranking(view: ResultsView, screen: Screen, more = false): string {
  const { sentence, how_sure, what_it_costs } = view.answer;
  const { style, width } = screen;
  const said = (text: string) => wrap(harmless(text), width);
  return [
    ...(view.simulated
      ? [
          style('yellow', said('Simulated: no real model was called, so these figures say nothing about real ones.')),
          '',
        ]
      : []),
    style('bold', said(`${view.task_name}: ${sentence}`)),
    ...(how_sure === '' ? [] : [said(how_sure)]),
    said(what_it_costs),
    ...(view.advice === null ? [] : [said(view.advice)]),
    ...(view.rows.length > 0 && !view.shaped ? ['', figures(view.rows, screen)] : []),
    ...(view.ranking.tied.length > 0 && !view.shaped ? ['', said(cannotTell(view.ranking.tied))] : []),
    ...(more && !view.shaped ? ['', details(view, screen)] : []),
    '',
    costs(view, screen),
  ].join('\n');
}

function figures(rows: readonly ResultsRow[], screen: Screen): string {
  const chart = chartWidth(rows, screen);
  const metric = (head: string, of: (row: ResultsRow) => Estimate | null): Column<ResultsRow> =>
    measured(rows, head, of, chart);
  const model: Column<ResultsRow> = { head: 'Model', cell: ({ label }) => harmless(label) };
  const failed = rows.some(({ calls }) => calls.failed > 0);
  return [
    table(
      rows,
      [
        { head: 'Rank', cell: rank, align: 'right' },
        model,
        metric('F1', ({ f1 }) => f1),
        { head: '$/1,000', cell: ({ cost_per_1000_usd }) => usd(cost_per_1000_usd), align: 'right' },
      ],
      screen,
    ),
    table(
      rows,
      [
        model,
        metric('Accuracy', ({ accuracy }) => accuracy),
        metric('Completeness', ({ completeness }) => completeness),
        metric('Hallucination', ({ hallucination_rate }) => hallucination_rate),
        metric('Instructions', ({ instruction_following }) => instruction_following),
        { head: 'Consistency', cell: ({ consistency }) => number(consistency), align: 'right' },
        { head: 'Latency p50', cell: ({ latency_ms }) => seconds(latency_ms?.p50), align: 'right' },
        ...(failed ? [{ head: 'Failed', cell: failures, align: 'right' } as const] : []),
      ],
      screen,
    ),
  ].join('\n\n');
}

const cannotTell = (groups: ResultsView['ranking']['tied']): string =>
  `Cannot be told apart: ${groups.map(list).join('; ')}.`;
const list = (labels: readonly string[]): string => `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}`;

const rank = ({ rank_low, rank_high }: ResultsRow): string =>
  rank_low === rank_high ? `${rank_low}` : `${rank_low}–${rank_high}`;
const number = (estimate: Estimate | null): string => estimate?.mean.toFixed(2) ?? 'n/a';
const seconds = (ms: number | undefined): string => (ms === undefined ? 'n/a' : `${(ms / 1000).toFixed(1)} s`);
const failures = ({ calls }: ResultsRow): string => `${calls.failed} of ${calls.planned}`;

/** Room for two metrics side by side; none is drawn where they would be too small to read. */
function chartWidth(rows: readonly ResultsRow[], { width }: Screen): number {
  const names = Math.max(5, ...rows.map(({ label }) => widthOf(harmless(label))));
  const room = Math.floor((width - names - 4) / 2) - FIGURES;
  return room < SMALLEST_CHART ? 0 : Math.min(room, LARGEST_CHART);
}

function measured(
  rows: readonly ResultsRow[],
  head: string,
  of: (row: ResultsRow) => Estimate | null,
  chart: number,
): Column<ResultsRow> {
  const axis = axisOf(rows.map(of), chart);
  const interval = (one: Estimate | null) =>
    one?.low == null || one.high === null ? '' : `${one.low.toFixed(2)}–${one.high.toFixed(2)}`;
  const figure = (row: ResultsRow) => `${number(of(row)).padEnd(4)}  ${interval(of(row)).padEnd(9)}`;
  return chart === 0
    ? { head, cell: figure }
    : {
        head: `${head.padEnd(FIGURES)}${axisHead(axis)}`,
        cell: (row) => `${figure(row)} ${drawn(of(row), axis)}`,
      };
}

/** What the evaluation cost, and each model's part of it by phase, so that the parts add up. */
function costs({ cost_usd, cost_state, costs: parts }: ResultsView, screen: Screen): string {
  const unknown = parts.some(({ unknown_entries }) => unknown_entries > 0);
  const whole = `Cost of this evaluation: ${usd(cost_usd, 4)}${cost_state === 'exact' ? '' : ` (${cost_state})`}`;
  const rows = table(
    parts,
    [
      { head: 'Model', cell: ({ label }) => harmless(label) },
      { head: 'Phase', cell: ({ phase }) => phase.replace('_', ' ') },
      { head: 'Cost', cell: ({ cost_usd }) => usd(cost_usd, 4), align: 'right' },
      { head: 'Calls', cell: ({ entries }) => String(entries), align: 'right' },
      ...(unknown
        ? [{ head: 'Of unknown cost', cell: (part: CostPart) => String(part.unknown_entries), align: 'right' } as const]
        : []),
    ],
    screen,
  );
  return parts.length === 0 ? whole : `${whole}\n\n${rows}`;
}
