import { TaskRow, TaskView, type QualityCheck, type TaskDefinition } from '@taskbench/contracts';
import type { Texts } from '@taskbench/event-log';
import { canShow, sourceOf } from '@taskbench/statistics';
import { NotFound, type Runtime } from '@taskbench/service-kit';
import type { TaskBoardRow } from '../projections/tasks.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const time = (micros: number): string => new Date(micros / 1000).toISOString();

/** An id that can be a task's. Throws `NotFound`: under any other address nothing was ever made. */
export function taskId(id: string): string {
  if (!UUID.test(id)) throw new NotFound('task', id);
  return id;
}

/** The row of a task, once the projection has it. */
export async function findRow({ pool }: Runtime, id: string): Promise<TaskBoardRow | undefined> {
  return (await pool.query<TaskBoardRow>('select * from tasks.tasks where id = $1', [taskId(id)])).rows[0];
}

/** The row of a task. Throws `NotFound`. */
export async function rowOf(runtime: Runtime, id: string): Promise<TaskBoardRow> {
  const row = await findRow(runtime, id);
  if (!row) throw new NotFound('task', id);
  return row;
}

export const definition = async (texts: Texts, { id, manifest }: TaskBoardRow): Promise<TaskDefinition> =>
  JSON.parse(await texts.one(id, manifest)) as TaskDefinition;

const times = ({ created_at, updated_at }: TaskBoardRow) => ({
  created_at: time(created_at),
  updated_at: time(updated_at),
});

export const taskRow = (row: TaskBoardRow): TaskRow => TaskRow.parse({ ...row, ...times(row) });

/** A task as the API shows it, texts and checks decrypted. */
export async function taskView({ texts }: Runtime, row: TaskBoardRow): Promise<TaskView> {
  const task = await definition(texts, row);
  const quality_checks = row.checks_digest
    ? (JSON.parse(await texts.one(row.id, row.checks_digest)) as QualityCheck[])
    : [];
  const proposed = row.proposed_repetitions;
  const proposed_repetitions = proposed && { ...proposed, reason: await texts.one(row.id, proposed.reason) };
  const inputs = task.inputs.length;
  const sources = new Set(task.inputs.map(({ id, group }) => sourceOf(id, group))).size;
  const asked = { models: 2, inputs, repetitions: 1 };
  const shown = canShow({ ...asked, ...(sources < inputs && { sources }) });
  const can_show = inputs === 0 ? null : { ...asked, ...shown };
  return TaskView.parse({ ...task, ...row, ...times(row), inputs, can_show, quality_checks, proposed_repetitions });
}
