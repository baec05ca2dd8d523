import type { CanShow } from '@taskbench/contracts';
import type { Ranking } from '@taskbench/statistics';
import type { EvaluationRow } from '../projections/evaluations.ts';
import { leadOf } from './lead.ts';
import type { RankedRow } from './model-row.ts';
import { counted, decimal, interval } from './words.ts';

interface Grounds {
  readonly evaluation: EvaluationRow;
  readonly ranked: readonly RankedRow[];
  readonly rows: readonly RankedRow[];
  readonly pairs: Ranking['pairs'];
  readonly nameOf: (label: string) => string;
  readonly can_show: CanShow | null;
}

const FEW_INPUTS = 20;

/** What the answer rests on, and what was left out of it. */
export function howSure({ evaluation, ranked, rows, pairs, nameOf, can_show }: Grounds): string {
  const [first, second] = ranked;
  if (evaluation.status === 'running') return 'Every figure may still change.';
  if (!first) return 'Instructions followed, cost and speed can be compared without gold.';
  const lead = second ? leadOf(pairs, first, second) : null;
  const open = second?.row.rank_low === 1;
  const missing = Math.max(0, ...pairs.map((pair) => pair.missing));
  const between = second && `Between ${nameOf(first.row.label)} and ${nameOf(second.row.label)}`;
  const n = lead?.n ?? first.row.ranked!.n;
  const repeated = evaluation.repetitions === 1 ? 'once each' : `${counted(evaluation.repetitions, 'repetition')} each`;
  const sum = (count: (calls: RankedRow['row']['calls']) => number) =>
    rows.reduce((all, { row }) => all + count(row.calls), 0);
  const [failed, unread] = [sum((calls) => calls.failed), sum((calls) => calls.parse_failed)];
  return [
    lead && `${between} the difference is ${decimal(lead.difference)}${interval(lead)}.`,
    `Measured on ${lead ? 'the same ' : ''}${counted(n, 'input')}, ${repeated}.`,
    n < FEW_INPUTS && 'These are few inputs.',
    open && can_show?.smallest_difference && can_show.sentence,
    missing > 0 && `${counted(missing, 'input')} ${missing === 1 ? 'is' : 'are'} missing in a pair and left out of it.`,
    failed > 0 && `${counted(failed, 'failed call')} ${failed === 1 ? 'is' : 'are'} left out.`,
    unread > 0 && `${counted(unread, 'output')} could not be parsed and ${unread === 1 ? 'counts' : 'count'} as F1 0.`,
  ]
    .filter((sentence) => typeof sentence === 'string')
    .join(' ');
}
