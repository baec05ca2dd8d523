import type { Figures } from './answer.ts';
import type { RankedRow } from './model-row.ts';
import { counted, money } from './words.ts';

const NAMED = 3;

/** What the models that matter would cost in use, and what this evaluation cost. */
export function whatItCosts(
  { rows, total, carried, evaluation }: Pick<Figures, 'rows' | 'total' | 'carried' | 'evaluation'>,
  recommended: readonly string[],
  nameOf: (label: string) => string,
): string {
  const chosen = recommended.flatMap((label) => rows.filter(({ row }) => row.label === label));
  const others = rows.filter(({ row }) => !recommended.includes(row.label));
  const priced = [...chosen, ...others].filter(({ nanoPer1000 }) => nanoPer1000 !== null).slice(0, NAMED);
  const each = priced.map(({ row, nanoPer1000 }: RankedRow, place) => {
    const amount = money(nanoPer1000!);
    return place === 0 ? `${nameOf(row.label)} costs ${amount} per 1,000 inputs` : `${nameOf(row.label)} ${amount}`;
  });
  const unknown = total.unknown > 0 ? ` plus ${counted(total.unknown, 'call')} of unknown cost` : '';
  const verb = evaluation.status === 'running' ? 'has cost' : 'cost';
  const spent =
    total.entries === 0
      ? 'No cost is posted yet.'
      : `This evaluation ${verb} ${money(total.nano)}${unknown}.${carriedOver(carried, evaluation.answered)}`;
  return each.length > 0 ? `${each.join(', ')}. ${spent}` : spent;
}

/** What was carried over cost nothing here, and would in use. */
function carriedOver(carried: number, answered: number): string {
  if (carried === 0) return '';
  const all = carried === answered && carried > 1 ? 'All ' : '';
  return ` ${all}${counted(carried, 'answer')} ${carried === 1 ? 'was' : 'were'} carried over from an earlier evaluation at no cost; costs per 1,000 inputs count what that one paid.`;
}
