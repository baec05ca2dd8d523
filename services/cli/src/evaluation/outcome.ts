import { whyAbandoned, type EvaluationView, type ResultsView } from '@taskbench/contracts';
import { counted } from '../show/amounts.ts';
import { failure, type Judged } from './thresholds.ts';

/** How a command ends, as a script reads it. */
export const EXIT = { done: 0, belowThreshold: 1, badInput: 2, failed: 3, incomplete: 4, interrupted: 130 } as const;

/** What became of a run: its exit code, and a sentence for each thing that made it so. */
export interface Outcome {
  readonly code: number;
  readonly reasons: readonly string[];
}

type Ended = Pick<EvaluationView, 'status' | 'abandoned'>;

/** A run that failed or ended incomplete says so, whatever its thresholds: figures of a part prove nothing. */
export function outcomeOf(results: ResultsView, evaluation: Ended, judged: readonly Judged[]): Outcome {
  const failures = judged.filter(({ passed }) => !passed).map(failure);
  if (evaluation.status === 'failed') return { code: EXIT.failed, reasons: ['Every call failed.', ...failures] };
  const undone = unfinished(results, evaluation);
  if (undone.length > 0) return { code: EXIT.incomplete, reasons: [...undone, ...failures] };
  return { code: failures.length > 0 ? EXIT.belowThreshold : EXIT.done, reasons: failures };
}

const ENDED: Readonly<Record<string, string>> = {
  budget_exhausted: 'The budget ended before all calls were made.',
  cancelled: 'The evaluation was cancelled.',
  paused: 'The evaluation is paused.',
  held: 'Calls are held: it is not known whether the provider was paid for them. Decide each.',
};

function unfinished({ rows }: ResultsView, { status, abandoned }: Ended): string[] {
  const told = ENDED[status];
  const named = new Set(abandoned.map(({ label }) => label));
  const silent = rows.filter(({ label, calls }) => !named.has(label) && calls.answered === 0 && calls.failed > 0);
  return [
    ...(told ? [told] : []),
    ...abandoned.map((model) => `Abandoned ${whyAbandoned(model)}`),
    ...silent.map(({ label, calls }) => `${label} answered nothing: ${counted(calls.failed, 'call')} failed.`),
    ...rows
      .filter(({ calls }) => calls.unscored + calls.cancelled > 0)
      .map(({ label, calls }) => `${label}: ${counted(calls.unscored + calls.cancelled, 'call')} not made.`),
  ];
}
