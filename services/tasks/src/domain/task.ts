import { TaskCreated, TaskRevised, type DataOf, type EventOf } from '@taskbench/contracts';
import { decider, Rejection } from '@taskbench/kernel';

export type TaskEvent = EventOf<typeof TaskCreated | typeof TaskRevised>;
type Revised = DataOf<typeof TaskRevised>;
/** Who answers for a version's checks. */
export type ChecksSource = Pick<Revised, 'checks' | 'given_checks'>;
export type TaskCommand =
  | { type: 'CreateTask'; data: Omit<DataOf<typeof TaskCreated>, 'task_version'> }
  | { type: 'ReviseTask'; data: Omit<Revised, 'task_version' | keyof ChecksSource> & Revision };

interface Revision {
  /** The version that the change was made from. */
  readonly from_version: number;
  /** Null: they stay as they were. */
  readonly source: ChecksSource | null;
}

interface Task extends ChecksSource {
  readonly version: number;
  readonly manifest: string | null;
}

const after = (_: Task, { task_version, manifest, checks, given_checks }: Revised): Task => ({
  version: task_version,
  manifest,
  checks,
  given_checks,
});

/** What is measured: described once, then changed by new versions; old evaluations keep theirs. */
export const task = decider<Task, TaskCommand, TaskEvent>({
  stream: 'task',
  initial: { version: 0, manifest: null, checks: 'none', given_checks: null },
  decide: {
    CreateTask: (created, { version }) => (version === 0 ? [TaskCreated({ ...created, task_version: 1 })] : []),
    ReviseTask({ from_version, source, ...revised }, { version, manifest, checks, given_checks }) {
      if (version === 0) throw new Rejection('task-unknown', 'This task does not exist.');
      if (from_version !== version)
        throw new Rejection('task-changed', 'Somebody else changed this task meanwhile. Try again.');
      const next = source ?? { checks, given_checks };
      const same = revised.manifest === manifest && next.checks === checks && next.given_checks === given_checks;
      return same ? [] : [TaskRevised({ ...revised, ...next, task_version: version + 1 })];
    },
  },
  evolve: { TaskCreated: after, TaskRevised: after },
});
