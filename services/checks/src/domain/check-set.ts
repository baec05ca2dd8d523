import {
  ChecksGenerated,
  ChecksGenerationFailed,
  ChecksProvided,
  GenerationAsked,
  type DataOf,
  type EventOf,
} from '@taskbench/contracts';
import { decider } from '@taskbench/kernel';

export type CheckSetEvent = EventOf<
  typeof GenerationAsked | typeof ChecksGenerated | typeof ChecksGenerationFailed | typeof ChecksProvided
>;
export type CheckSetCommand =
  | { type: 'AskGeneration'; data: DataOf<typeof GenerationAsked> }
  | { type: 'RecordGenerated'; data: DataOf<typeof ChecksGenerated> }
  | { type: 'RecordFailure'; data: DataOf<typeof ChecksGenerationFailed> }
  | { type: 'Provide'; data: DataOf<typeof ChecksProvided> };

interface CheckSet {
  /** The last version of the task that generation was asked for, and the last that has its answer. */
  readonly asked: number;
  readonly answered: number;
}

/** Versions may come in any order: what is older than the last one done is done too, so nobody pays for it again. */
const once = <F>(version: number, done: number, fact: () => F): F[] => (version > done ? [fact()] : []);
const answer = (set: CheckSet, { task_version }: { task_version: number }): CheckSet => ({
  ...set,
  answered: task_version,
});

/** The checks of a task, version by version: asked for or given, answered once. */
export const checkSet = decider<CheckSet, CheckSetCommand, CheckSetEvent>({
  stream: 'check_set',
  initial: { asked: 0, answered: 0 },
  decide: {
    AskGeneration: (ask, { asked, answered }) =>
      once(ask.task_version, Math.max(asked, answered), () => GenerationAsked(ask)),
    RecordGenerated: (made, { answered }) => once(made.task_version, answered, () => ChecksGenerated(made)),
    RecordFailure: (failed, { answered }) => once(failed.task_version, answered, () => ChecksGenerationFailed(failed)),
    Provide: (given, { answered }) => once(given.task_version, answered, () => ChecksProvided(given)),
  },
  evolve: {
    GenerationAsked: (set, { task_version }) => ({ ...set, asked: task_version }),
    ChecksGenerated: answer,
    ChecksGenerationFailed: answer,
    ChecksProvided: answer,
  },
});
