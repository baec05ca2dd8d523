import { ChecksGenerated, ChecksGenerationFailed, ChecksProvided, GenerationAsked, type DataOf, type EventOf } from '@taskbench/contracts';
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
  /** The last version of the task that generation was asked for, and that has its answer. */
  readonly asked: number;
  readonly answered: number;
}

const once = <F>(version: number, answered: number, fact: () => F): F[] => (version > answered ? [fact()] : []);

/** The checks of a task, version by version: asked for or given, answered once. */
export const checkSet = decider<CheckSet, CheckSetCommand, CheckSetEvent>({
  stream: 'check_set',
  initial: { asked: 0, answered: 0 },
  decide: {
    AskGeneration: (ask, { asked }) => once(ask.task_version, asked, () => GenerationAsked(ask)),
    RecordGenerated: (made, { answered }) => once(made.task_version, answered, () => ChecksGenerated(made)),
    RecordFailure: (failed, { answered }) => once(failed.task_version, answered, () => ChecksGenerationFailed(failed)),
    Provide: (given, { answered }) => once(given.task_version, answered, () => ChecksProvided(given)),
  },
  evolve: {
    GenerationAsked: (set, { task_version }) => ({ ...set, asked: task_version }),
    ChecksGenerated: (set, { task_version }) => ({ ...set, answered: task_version }),
    ChecksGenerationFailed: (set, { task_version }) => ({ ...set, answered: task_version }),
    ChecksProvided: (set, { task_version }) => ({ ...set, answered: task_version }),
  },
});
