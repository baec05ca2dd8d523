import { TaskCreated, TaskRevised, type DataOf, type EventOf } from '@taskbench/contracts';
import { decider, Rejection } from '@taskbench/kernel';

export type TaskEvent = EventOf<typeof TaskCreated | typeof TaskRevised>;
export type TaskCommand =
  | { type: 'CreateTask'; data: Omit<DataOf<typeof TaskCreated>, 'task_version'> }
  | { type: 'ReviseTask'; data: Omit<DataOf<typeof TaskRevised>, 'task_version'> };

interface Task {
  readonly version: number;
  readonly manifest: string | null;
}

/** What is measured: described once, then changed by new versions; old evaluations keep theirs. */
export const task = decider<Task, TaskCommand, TaskEvent>({
  stream: 'task',
  initial: { version: 0, manifest: null },
  decide: {
    CreateTask: (created, { version }) => (version === 0 ? [TaskCreated({ ...created, task_version: 1 })] : []),
    ReviseTask(revised, { version, manifest }) {
      if (version === 0) throw new Rejection('task-unknown', 'This task does not exist.');
      const same = revised.manifest === manifest && revised.checks === 'generate';
      return same ? [] : [TaskRevised({ ...revised, task_version: version + 1 })];
    },
  },
  evolve: {
    TaskCreated: (_, { manifest }) => ({ version: 1, manifest }),
    TaskRevised: (_, { task_version, manifest }) => ({ version: task_version, manifest }),
  },
});
