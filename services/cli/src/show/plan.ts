import { knownPrices, perMillion, type PinnedModel, type TaskView } from '@taskbench/contracts';
import { counted, usd, whole } from './amounts.ts';
import { price } from './prices.ts';
import type { Screen } from './screen.ts';
import { table } from './table.ts';
import { harmless, wrap } from './text.ts';

/** What a run is about to do. */
export interface Plan {
  readonly task: Pick<TaskView, 'name' | 'inputs' | 'quality_checks' | 'checks_status' | 'proposed_repetitions'>;
  readonly models: readonly Pick<PinnedModel, 'label' | 'prices'>[];
  readonly repetitions: number;
  readonly max_tokens: number;
  readonly budget_usd: string | undefined;
  /** The evaluation that it goes on with. */
  readonly extends?: string;
  /** Answers of any earlier evaluation of the task are taken. */
  readonly cache?: boolean;
}

const CHECKS: Partial<Record<TaskView['checks_status'], string>> = {
  needs_review: 'not proved yet',
  failed: 'their generation failed, so instruction following is not measured',
  no_generator: 'no model is set to write them, so instruction following is not measured',
};

/** What will happen, before it starts: how many calls of which models at which prices, and the most they may cost. */
export function planLines(plan: Plan, screen: Screen): string {
  const { task, models, repetitions, max_tokens } = plan;
  const calls = models.length * task.inputs * repetitions;
  const remark = CHECKS[task.checks_status];
  const times = repetitions === 1 ? '' : ` × ${repetitions} repetitions`;
  return [
    wrap(
      `${harmless(task.name)}: ${counted(task.inputs, 'input')}, ${counted(task.quality_checks.length, 'check')}${remark ? ` (${remark})` : ''}.`,
      screen.width,
    ),
    wrap(
      `${counted(calls, 'call')}: ${counted(models.length, 'model')} × ${counted(task.inputs, 'input')}${times}, at most ${whole(max_tokens)} tokens each.`,
      screen.width,
    ),
    ...[...proposed(plan), ...carrying(plan)].map((line) => wrap(line, screen.width)),
    '',
    prices(models, screen),
    '',
    wrap(limit(plan), screen.width),
  ].join('\n');
}

/** What the generator would ask for, where something else is asked for: the person decides. */
function proposed({ task: { proposed_repetitions: wanted }, repetitions }: Plan): string[] {
  if (wanted === null && repetitions === 1)
    return ['One repetition shows no spread: 3 to look, 5 to rank, 10 to claim (--repetitions 3).'];
  if (wanted === null || wanted.n === repetitions) return [];
  return [
    `The model that wrote the checks proposes ${counted(wanted.n, 'repetition')}: ${harmless(wanted.reason)} (3 to look, 5 to rank, 10 to claim; --repetitions ${wanted.n})`,
  ];
}

/** What is neither asked nor paid for again. */
function carrying({ extends: of, cache }: Plan): string[] {
  if (of !== undefined)
    return [
      `What evaluation ${of} was answered is carried over where the same is asked; only the rest is asked and paid for.`,
    ];
  return cache
    ? ['What earlier evaluations of this task were answered is taken where the same is asked, at no cost.']
    : [];
}

function limit({ budget_usd, models }: Plan): string {
  if (budget_usd !== undefined)
    return `At most ${usd(budget_usd)} is spent. What that leaves undone is unscored, never 0.`;
  return models.some(({ prices }) => !knownPrices(prices))
    ? 'No budget can be kept while a price is unknown, so nothing limits the cost.'
    : 'No budget is set, so nothing limits the cost: --budget 1.00 would.';
}

function prices(models: Plan['models'], screen: Screen): string {
  return table(
    models,
    [
      { head: 'Model', cell: ({ label }) => harmless(label) },
      { head: 'Input, $/M', cell: ({ prices }) => price(perMillionOf(prices, 'prompt')), align: 'right' },
      { head: 'Output, $/M', cell: ({ prices }) => price(perMillionOf(prices, 'completion')), align: 'right' },
    ],
    screen,
  );
}

const perMillionOf = (prices: PinnedModel['prices'], side: 'prompt' | 'completion'): string | null =>
  knownPrices(prices) ? perMillion(prices[side]) : null;
