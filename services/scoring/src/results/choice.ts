import { canShow, type Ranking } from '@taskbench/statistics';
import { askedOf, leadOf } from './lead.ts';
import type { RankedRow } from './model-row.ts';
import type { Standard } from './rank-by.ts';
import { differenceOf, inputsMissing, OUT_OF_REACH } from './unsettled.ts';
import { atShare, counted, decimal, interval, list, SAME_RATIO } from './words.ts';

/** Which model to use, as a sentence and as labels, the best choice first. */
export interface Choice {
  readonly sentence: string;
  readonly recommended: readonly string[];
}

interface Field extends Standard {
  /** Models that have what they are ranked by, best first. */
  readonly ranked: readonly RankedRow[];
  readonly pairs: Ranking['pairs'];
  readonly groups: ReadonlyMap<string, string>;
  readonly nameOf: (label: string) => string;
}

const MANY_INPUTS = 20;
const labelsOf = (rows: readonly RankedRow[]): string[] => rows.map(({ row }) => row.label);

/** The choice among models of which at least one has what they are ranked by. */
export function choose(field: Field): Choice {
  const { ranked, nameOf, pairs, rankBy, atLeast = 0 } = field;
  const [best, second] = ranked as [RankedRow, RankedRow | undefined];
  const name = nameOf(best.row.label);
  const what = rankBy.weights.length > 1 ? `on ${rankBy.name}` : rankBy.name;
  const top = ranked.filter(({ row }) => row.rank_low === 1);
  if (best.row.ranked!.mean < atLeast) {
    const at = `${decimal(best.row.ranked!.mean)}${interval(best.row.ranked!)}`;
    return {
      sentence: `No model reaches ${decimal(atLeast)} ${what}. The best, ${name}, is at ${at}.`,
      recommended: [],
    };
  }
  if (!second) {
    const at = best.row.ranked!;
    const article = rankBy.key === 'f1' ? 'an F1' : rankBy.name;
    return {
      sentence: `${name} is at ${decimal(at.mean)} ${what}${interval(at)}. No other model has ${article} to compare it with.`,
      recommended: [best.row.label],
    };
  }
  if (top.length > 1) return shared(field, top);
  const winner = top[0] ?? best;
  const runnerUp = ranked.find((one) => one !== winner)!;
  const lead = leadOf(pairs, winner, runnerUp);
  const measure = rankBy.key === 'f1' ? '' : ` ${what}`;
  const by = lead?.told && `${decimal(lead.difference)}${measure}${interval(lead)}`;
  const beats = by ? ` It beats ${nameOf(runnerUp.row.label)} by ${by}.` : '';
  return { sentence: `Use ${nameOf(winner.row.label)}.${beats}`, recommended: [winner.row.label] };
}

/** Several could be first: the cheaper one where that is settled, else what it would take to tell. */
function shared(field: Field, top: readonly RankedRow[]): Choice {
  const { ranked, pairs, nameOf } = field;
  const [first, next] = top as [RankedRow, RankedRow];
  const pair = leadOf(pairs, first, next);
  const recommended = labelsOf(top);
  const few = canShow({ models: ranked.length, ...askedOf(pair), repetitions: 1 });
  if (few.smallest_difference === null) return { sentence: `Can't tell yet: ${few.sentence}`, recommended };
  const settled = pair!.units >= MANY_INPUTS || top.length < ranked.length;
  return (settled ? cheapest(top, nameOf) : null) ?? { sentence: cannotTell(field, first, next), recommended };
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

function cannotTell({ ranked, groups, nameOf }: Field, first: RankedRow, next: RankedRow): string {
  const difference = differenceOf(first, next, groups);
  const missing = difference && inputsMissing(difference, ranked.length);
  if (difference === null || missing === null)
    return `Can't tell yet: ${nameOf(first.row.label)} and ${nameOf(next.row.label)} may both be first.`;
  if (difference.n + missing > OUT_OF_REACH)
    return `Can't tell yet: no number of inputs under 2,000 would; choose by cost.`;
  return `Can't tell yet: about ${counted(missing, 'more input')} would.`;
}
