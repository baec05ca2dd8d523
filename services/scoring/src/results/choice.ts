import type { Ranking } from '@taskbench/statistics';
import { leadOf } from './lead.ts';
import type { RankedRow } from './rows.ts';
import { fewestInputs, inputsMissing } from './sample-size.ts';
import { atShare, counted, decimal, interval, list, SAME_RATIO } from './words.ts';

/** Which model to use, as a sentence and as labels, the best choice first. */
export interface Choice {
  readonly sentence: string;
  readonly recommended: readonly string[];
}

interface Field {
  /** Models that have an F1, best first. */
  readonly ranked: readonly RankedRow[];
  readonly pairs: Ranking['pairs'];
  readonly nameOf: (label: string) => string;
}

const MANY_INPUTS = 20;
const OUT_OF_REACH = 2_000;
const labelsOf = (rows: readonly RankedRow[]): string[] => rows.map(({ row }) => row.label);

/** The choice among models of which at least one has an F1. */
export function choose(field: Field): Choice {
  const { ranked, nameOf, pairs } = field;
  const [best, second] = ranked as [RankedRow, RankedRow | undefined];
  const name = nameOf(best.row.label);
  const top = ranked.filter(({ row }) => row.rank_low === 1);
  if (!second) {
    const f1 = best.row.f1!;
    return {
      sentence: `${name} is at ${decimal(f1.mean)} F1${interval(f1)}. No other model has an F1 to compare it with.`,
      recommended: [best.row.label],
    };
  }
  if (top.length > 1) return shared(field, top);
  const winner = top[0] ?? best;
  const runnerUp = ranked.find((one) => one !== winner)!;
  const lead = leadOf(pairs, winner, runnerUp);
  const beats = lead ? ` It beats ${nameOf(runnerUp.row.label)} by ${decimal(lead.difference)}${interval(lead)}.` : '';
  return { sentence: `Use ${nameOf(winner.row.label)}.${beats}`, recommended: [winner.row.label] };
}

/** Several could be first: the cheaper one where that is settled, else what it would take to tell. */
function shared({ ranked, pairs, nameOf }: Field, top: readonly RankedRow[]): Choice {
  const [first, next] = top as [RankedRow, RankedRow];
  const n = leadOf(pairs, first, next)?.n ?? 0;
  const recommended = labelsOf(top);
  const fewest = fewestInputs(ranked.length);
  if (n < fewest) {
    const few = `${counted(n, 'input')} ${n === 1 ? 'is' : 'are'} too few to tell ${ranked.length} models apart`;
    return { sentence: `Can't tell yet: ${few}. Add at least ${fewest - n}.`, recommended };
  }
  const settled = n >= MANY_INPUTS || top.length < ranked.length;
  return (settled ? cheapest(top, nameOf) : null) ?? { sentence: cannotTell(first, next, n, nameOf), recommended };
}

function cheapest(top: readonly RankedRow[], nameOf: Field['nameOf']): Choice | null {
  if (top.some(({ nanoPer1000 }) => nanoPer1000 === null)) return null;
  const cost = ({ nanoPer1000 }: RankedRow) => nanoPer1000!;
  const [use, ...others] = [...top].sort((a, b) => cost(a) - cost(b)) as [RankedRow, ...RankedRow[]];
  const dearest = others.at(-1)!;
  if (cost(dearest) === 0 || cost(dearest) / cost(use) < SAME_RATIO) return null;
  const share = cost(use) === 0 ? 'at no cost' : atShare(cost(dearest) / cost(use));
  const how = others.length === 1 ? share : 'and costs the least';
  const sharing = list(top.filter((one) => one !== use).map(({ row }) => nameOf(row.label)));
  return {
    sentence: `Use ${nameOf(use.row.label)}. It shares first place with ${sharing}, ${how}.`,
    recommended: labelsOf([use, ...top.filter((one) => one !== use)]),
  };
}

function cannotTell(first: RankedRow, next: RankedRow, n: number, nameOf: Field['nameOf']): string {
  const missing = inputsMissing(first, next);
  if (missing === null) {
    return `Can't tell yet: ${nameOf(first.row.label)} and ${nameOf(next.row.label)} may both be first.`;
  }
  if (n + missing > OUT_OF_REACH) return `Can't tell yet: no number of inputs under 2,000 would; choose by cost.`;
  return `Can't tell yet: about ${counted(missing, 'more input')} would.`;
}
