import type { Ranking } from '@taskbench/statistics';
import type { EvaluationRow } from '../projections/evaluations.ts';
import { choose, type Choice } from './choice.ts';
import { howSure } from './how-sure.ts';
import type { Total } from './money.ts';
import type { RankedRow } from './rows.ts';
import { whatItCosts } from './what-it-costs.ts';
import { money, shortNames } from './words.ts';

/** What the answer is made from: the ranking, the comparisons behind it, and the run itself. */
export interface Figures {
  readonly evaluation: EvaluationRow;
  readonly rows: readonly RankedRow[];
  readonly pairs: Ranking['pairs'];
  readonly total: Total;
}

interface Answer extends Choice {
  readonly how_sure: string;
  readonly what_it_costs: string;
}

/** The answer in words: which model to use, how sure that is, and what it costs. */
export function answerOf(figures: Figures): Answer {
  const { evaluation, rows, pairs } = figures;
  const nameOf = shortNames(evaluation.models.map(({ label }) => label));
  const ranked = rows.filter(({ row }) => row.f1 !== null);
  const choice = choiceOf(figures, ranked, nameOf);
  const how_sure = howSure({ evaluation, ranked, rows, pairs, nameOf });
  return { ...choice, how_sure, what_it_costs: whatItCosts(figures, choice.recommended, nameOf) };
}

function choiceOf(
  { evaluation, pairs }: Figures,
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
  if (ranked.length === 0)
    return said(`${stopped ? `${stopped}. ` : ''}No input has gold, so models cannot be ranked.`);
  const { sentence, recommended } = choose({ ranked, pairs, nameOf });
  if (!stopped) return { sentence, recommended };
  const shared = [...ranked[0]!.f1ByInput.keys()].filter((input) =>
    ranked.every((one) => (one.f1ByInput.get(input) ?? null) !== null),
  );
  const uses = `${shared.length} of ${evaluation.inputs} inputs are scored for all models; the ranking uses those.`;
  return { sentence: `${stopped}. ${uses} ${sentence}`, recommended };
}
