import { change, projection } from '@taskbench/event-log';
import type { TaskEvent } from '../domain/task.ts';

export interface VersionRow {
  task_id: string;
  version: number;
  name: string;
  inputs: number;
  created_at: number;
}

const row = ({ task_id, task_version, name, inputs }: TaskEvent['data'], { at }: { at: number }) =>
  change<VersionRow>({ task_id, version: task_version }, () => ({
    task_id,
    version: task_version,
    name,
    inputs,
    created_at: at,
  }));

/** One row a version of a task. */
export const versions = projection<VersionRow, TaskEvent>({
  table: 'tasks.versions',
  key: ['task_id', 'version'],
  on: { TaskCreated: row, TaskRevised: row },
});
