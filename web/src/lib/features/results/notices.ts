import type { EvaluationView, ResultsView } from '@taskbench/contracts';
import { whyAbandoned } from '@taskbench/contracts/abandoned';
import { count, usd } from '#lib/format.ts';

interface Said {
  readonly tone: 'plain' | 'warn' | 'bad';
  readonly head: string;
  readonly text: string;
}

/** What a reader must know before believing the figures. */
export function notices(evaluation: EvaluationView, results: ResultsView): Said[] {
  const { planned, unscored, cancelled } = evaluation.progress;
  const said: Said[] = [];
  if (evaluation.leaks > 0) {
    said.push({
      tone: 'warn',
      head: 'Right answers stand in the prompt.',
      text: `${count(evaluation.leaks)} were found there, and the run was started nevertheless: models could copy them.`,
    });
  }
  if (evaluation.overcharged) {
    said.push({
      tone: 'bad',
      head: 'A call cost more than it could.',
      text: `One of ${evaluation.overcharged.label} cost ${usd(evaluation.overcharged.over_usd)} more than the most by its prices, so the run was paused, once. Look at what its provider charges.`,
    });
  }
  if (evaluation.imported) {
    said.push({
      tone: 'plain',
      head: 'Imported outputs.',
      text: `No model was asked.${unscored > 0 ? ` ${count(unscored)} of ${count(planned)} outputs were not given and are unscored.` : ''}`,
    });
  }
  if (evaluation.status === 'budget_exhausted') {
    const budget = evaluation.budget_usd === null ? 'the budget' : usd(evaluation.budget_usd);
    said.push({
      tone: 'warn',
      head: `Stopped at ${budget}.`,
      text: `${count(unscored)} of ${count(planned)} calls are unscored; the ranking uses the inputs that were answered. A larger budget would reach the rest.`,
    });
  } else if (evaluation.status === 'cancelled') {
    said.push({
      tone: 'plain',
      head: 'Cancelled.',
      text: `${count(cancelled + unscored)} of ${count(planned)} calls were not made; what was answered is kept and ranked.`,
    });
  } else if (evaluation.status === 'failed') {
    said.push({ tone: 'bad', head: 'The run failed.', text: 'Figures cover only what was answered before.' });
  }
  for (const model of evaluation.abandoned) {
    said.push({
      tone: 'warn',
      head: 'A model was abandoned.',
      text: `${whyAbandoned(model)} Its other calls were not made and count as failed; the other models went on.`,
    });
  }
  if (!results.final) {
    said.push({
      tone: 'warn',
      head: 'Unfinished.',
      text: `${count(results.scored)} of ${count(results.planned)} outputs are scored so far; every figure may still move.`,
    });
  }
  const unknown = results.costs.reduce((sum, { unknown_entries }) => sum + unknown_entries, 0);
  if (results.cost_state !== 'exact') {
    said.push({
      tone: 'plain',
      head: results.cost_state === 'unknown' ? 'Costs are unknown.' : 'Some costs are unknown.',
      text: `${unknown > 0 ? `${count(unknown)} calls have` : 'Calls have'} no known price and are left out of the sums.`,
    });
  }
  return said;
}
