import type { DataOf, TaskRevised, TaskView } from '@taskbench/contracts';
import { NotFound, type Runtime } from '@taskbench/service-kit';
import { atVersion, type TaskBoardRow } from '../projections/tasks.ts';
import { findRow, taskId, taskView } from './read.ts';

const POLL_MS = 50;
const LONGEST_LAG_MS = 5_000;
const soon = () => new Promise((done) => setTimeout(done, POLL_MS));

/** A task's row as its own events make it, whatever the projection has seen. Throws `NotFound`. */
export async function writtenRow({ log }: Runtime, id: string): Promise<TaskBoardRow> {
  let row: TaskBoardRow | undefined;
  for (const { data, at } of await log.stream(`task-${taskId(id)}`)) {
    row = atVersion(data as DataOf<typeof TaskRevised>, at, row);
  }
  if (!row) throw new NotFound('task', id);
  return row;
}

/**
 * A task after a write: once its checks are there, or as it stands when the time is over. Waits for the row first, so
 * that whoever reads next finds it; when the rows lag for long, what was written is the answer.
 */
export async function settled(runtime: Runtime, id: string, waitSeconds: number): Promise<TaskView> {
  const written = await writtenRow(runtime, id);
  const start = Date.now();
  for (;;) {
    const found = await findRow(runtime, id);
    const row = found && found.version >= written.version ? found : undefined;
    if (row && row.checks_status !== 'generating') return taskView(runtime, row);
    const longest = Math.max(waitSeconds * 1000, row ? 0 : LONGEST_LAG_MS);
    if (Date.now() - start >= longest) return taskView(runtime, row ?? written);
    await soon();
  }
}
