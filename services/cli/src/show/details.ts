import type { Estimate, MetricChoice, ResultsRow, ResultsView } from '@taskbench/contracts';
import type { Screen } from './screen.ts';
import { table, type Column } from './table.ts';
import { harmless, wrap } from './text.ts';

/** What stands behind the ranking: which metrics apply, how far models repeat themselves, and their parts. */
export function details(view: ResultsView, screen: Screen): string {
  return [
    metrics(view.metrics, screen),
    view.can_show && part('What these inputs can show', wrap(view.can_show.sentence, screen.width), screen),
    repeats(view, screen),
    micro(view.rows, screen),
    parts(
      'Fields: share of matched items that have it right',
      view.rows,
      (row) => row.fields.map(({ field, accuracy }) => [field, accuracy]),
      screen,
    ),
    parts('F1 by group of inputs', view.rows, (row) => row.groups.map(({ group, f1 }) => [group, f1]), screen),
  ]
    .filter(Boolean)
    .join('\n\n');
}

const part = (title: string, body: string, { style, width }: Screen): string =>
  `${style('bold', wrap(title, width))}\n${body}`;
const model: Column<ResultsRow> = { head: 'Model', cell: ({ label }) => harmless(label) };
const figure = (value: number | null | undefined): string => value?.toFixed(2) ?? 'n/a';
const column = (head: string, of: (row: ResultsRow) => number | null | undefined): Column<ResultsRow> => ({
  head: harmless(head),
  cell: (row) => figure(of(row)),
  align: 'right',
});
const estimated = (one: Estimate | null): string =>
  one === null || one.low === null || one.high === null
    ? figure(one?.mean)
    : `${figure(one.mean)} (${figure(one.low)}–${figure(one.high)})`;

function metrics(choices: readonly MetricChoice[], screen: Screen): string {
  const lines = choices.map(({ metric, applies, reason }) =>
    wrap(`${named(metric)}: ${applies ? '' : 'does not apply. '}${reason}`, screen.width),
  );
  return part('Which metrics apply', lines.join('\n'), screen);
}

const named = (metric: string): string => metric[0]!.toUpperCase() + metric.slice(1).replaceAll('_', ' ');

/** Chances of k = 1 and of all repetitions say how the curve runs. */
function repeats({ rows, repetitions: n }: ResultsView, screen: Screen): string | null {
  if (rows.every(({ repeats }) => repeats === null)) return null;
  const inputs = { head: 'Inputs', cell: ({ repeats }: ResultsRow) => String(repeats?.inputs ?? 'n/a') } as const;
  const columns = [
    model,
    { ...inputs, align: 'right' } as const,
    column('Run std', ({ repeats }) => repeats?.run_mean_std),
    column(`TARr@${n}`, ({ repeats }) => repeats?.same_output),
    column(`TARa@${n}`, ({ repeats }) => repeats?.same_answer),
    column('pass^1', ({ repeats }) => repeats?.pass_all[0]),
    ...lastOf(rows, 'pass^', ({ repeats }) => repeats?.pass_all),
    ...lastOf(rows, 'pass@', ({ repeats }) => repeats?.pass_any),
    column('Entropy', ({ repeats }) => repeats?.entropy),
    column('Modal share', ({ repeats }) => repeats?.modal_share),
  ];
  const legend = wrap(
    'Run std: of the mean F1 of each repetition. TARr, TARa: inputs whose outputs, whose answers are all the same. pass^k: all of k outputs are right; pass@k: one of them is. Entropy of answers: 0 always the same, 1 always another.',
    screen.width,
  );
  return part('Repeats', `${table(rows, columns, screen)}\n${legend}`, screen);
}

function lastOf(
  rows: readonly ResultsRow[],
  name: string,
  of: (row: ResultsRow) => readonly number[] | undefined,
): Column<ResultsRow>[] {
  const k = Math.max(0, ...rows.map((row) => of(row)?.length ?? 0));
  return k < 2 ? [] : [column(`${name}${k}`, (row) => of(row)?.[k - 1])];
}

function micro(rows: readonly ResultsRow[], screen: Screen): string | null {
  if (rows.every(({ micro }) => micro === null)) return null;
  const columns = [
    model,
    column('F1', ({ micro }) => micro?.f1),
    column('Accuracy', ({ micro }) => micro?.accuracy),
    column('Completeness', ({ micro }) => micro?.completeness),
    column('Hallucination', ({ micro }) => micro?.hallucination_rate),
  ];
  return part('Micro averages: counts pooled over inputs', table(rows, columns, screen), screen);
}

function parts(
  title: string,
  rows: readonly ResultsRow[],
  of: (row: ResultsRow) => readonly (readonly [string, Estimate | null])[],
  screen: Screen,
): string | null {
  const names = [...new Set(rows.flatMap((row) => of(row).map(([name]) => name)))];
  if (names.length === 0) return null;
  const columns = names.map((name) => ({
    head: harmless(name),
    cell: (row: ResultsRow) => estimated(of(row).find(([one]) => one === name)?.[1] ?? null),
  }));
  return part(title, table(rows, [model, ...columns], screen), screen);
}
