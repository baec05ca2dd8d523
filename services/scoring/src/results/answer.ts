import type { CanShow } from '@taskbench/contracts';
import { canShow, type Ranking } from '@taskbench/statistics';
import type { EvaluationRow } from '../projections/evaluations.ts';
import { choose, type Choice } from './choice.ts';
import { howSure } from './how-sure.ts';
import { askedOf, leadOf } from './lead.ts';
import type { Total } from './money.ts';
import type { RankedRow } from './model-row.ts';
import type { RankBy, Standard } from './rank-by.ts';
import { differenceOf } from './unsettled.ts';
import { whatItCosts } from './what-it-costs.ts';
import { money, shortNames } from './words.ts';

/** What the answer is made from: the ranking, the comparisons behind it, and the run itself. */
export interface Figures extends Standard {
  readonly evaluation: EvaluationRow;
  /** Every answer was only shaped like one. */
  readonly shaped: boolean;
  readonly rows: readonly RankedRow[];
  readonly pairs: Ranking['pairs'];
  readonly total: Total;
  /** Answers that were carried over from earlier evaluations. */
  readonly carried: number;
  /** By input, the source that it shares with others. */
  readonly groups: ReadonlyMap<string, string>;
}

interface Answer extends Choice {
  readonly how_sure: string;
  readonly what_it_costs: string;
  readonly can_show: CanShow | null;
}

/** The answer in words: which model to use, how sure that is, and what it costs. */
export function answerOf(figures: Figures): Answer {
  const { evaluation, rows } = figures;
  const nameOf = shortNames(evaluation.models.map(({ label }) => label));
  const ranked = rows.filter(({ row }) => row.ranked !== null);
  const can_show = figures.shaped ? null : whatItShows(figures, ranked);
  const choice = choiceOf(figures, ranked, nameOf);
  const how_sure = figures.shaped ? '' : howSure({ ...figures, ranked, nameOf, can_show });
  return { ...choice, how_sure, what_it_costs: whatItCosts(figures, choice.recommended, nameOf), can_show };
}

/** What the inputs can show of the two models in front, by how they were measured to differ; as planned before that. */
function whatItShows({ evaluation, groups, pairs }: Figures, ranked: readonly RankedRow[]): CanShow | null {
  const [first, second] = ranked;
  const models = second ? ranked.length : evaluation.models.length;
  if (models < 2) return null;
  const { repetitions } = evaluation;
  const measured = first && second ? differenceOf(first, second, groups) : null;
  const asked = first && second ? askedOf(leadOf(pairs, first, second)) : { inputs: evaluation.inputs };
  const variance = measured && measured.variance > 0 ? { variance: measured.variance } : {};
  const { inputs } = asked;
  return { models, inputs, repetitions, ...canShow({ models, repetitions, ...asked, ...variance }) };
}

function choiceOf(
  { evaluation, shaped, pairs, rankBy, atLeast, groups }: Figures,
  ranked: readonly RankedRow[],
  nameOf: (label: string) => string,
): Choice {
  const { status, scored, planned, budget_nano } = evaluation;
  const said = (sentence: string): Choice => ({ sentence, recommended: [] });
  if (status === 'running') return said(`Unfinished: ${scored} of ${planned} calls are scored.`);
  const stopped =
    status === 'budget_exhausted' ? `Stopped at ${budget_nano === null ? 'the budget' : money(budget_nano)}` : null;
  if (scored === 0)
    return said(stopped ? `${stopped}. Nothing is scored.` : 'No model answered, so nothing is scored.');
  if (shaped) return said(UNKNOWN_TASK);
  if (ranked.length === 0) return said(`${stopped ? `${stopped}. ` : ''}${whyUnranked(rankBy)}`);
  const { sentence, recommended } = choose({ ranked, pairs, nameOf, rankBy, atLeast, groups });
  if (!stopped) return { sentence, recommended };
  const shared = [...ranked[0]!.ranked.keys()].filter((input) =>
    ranked.every((one) => (one.ranked.get(input) ?? null) !== null),
  );
  const uses = `${shared.length} of ${evaluation.inputs} inputs are scored for all models; the ranking uses those.`;
  return { sentence: `${stopped}. ${uses} ${sentence}`, recommended };
}

const UNKNOWN_TASK =
  'Connect a provider to compare models. The simulated ones know the bundled samples only; to this task their answers are made up.';

const whyUnranked = ({ weights, name }: RankBy): string =>
  weights.some(({ metric }) => metric === 'instruction_following')
    ? `No output was measured, so models cannot be ranked by ${name}.`
    : 'No input has gold, so models cannot be ranked.';
