import { ScoringFinished, type DataOf, type EventOf } from '@taskbench/contracts';
import { decider } from '@taskbench/kernel';

export type ScoringRunEvent = EventOf<typeof ScoringFinished>;
export type ScoringRunCommand = { type: 'Finish'; data: DataOf<typeof ScoringFinished> };

interface ScoringRun {
  readonly finished: boolean;
}

/** The scoring of one evaluation: finished once, when every answered call has its score. */
export const scoringRun = decider<ScoringRun, ScoringRunCommand, ScoringRunEvent>({
  stream: 'scoring',
  initial: { finished: false },
  decide: { Finish: (end, { finished }) => (finished ? [] : [ScoringFinished(end)]) },
  evolve: { ScoringFinished: () => ({ finished: true }) },
});
