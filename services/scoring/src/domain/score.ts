import { CallScored, type DataOf, type EventOf } from '@taskbench/contracts';
import { decider } from '@taskbench/kernel';

export type ScoreEvent = EventOf<typeof CallScored>;
export type ScoreCommand = { type: 'RecordScore'; data: DataOf<typeof CallScored> };

interface Score {
  readonly recorded: boolean;
}

/** What one output is worth in one revision of the scoring: said once. */
export const score = decider<Score, ScoreCommand, ScoreEvent>({
  stream: 'score',
  initial: { recorded: false },
  decide: { RecordScore: (scored, { recorded }) => (recorded ? [] : [CallScored(scored)]) },
  evolve: { CallScored: () => ({ recorded: true }) },
});
