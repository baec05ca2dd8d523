import type { PageQuery, QualityCheck, TaskDefinition, TaskRow, TaskView } from '@taskbench/contracts';
import type { Texts } from '@taskbench/event-log';
import { NotFound, Runtime } from '@taskbench/service-kit';
import type { TaskBoardRow } from '../projections/tasks.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const time = (micros: number): string => new Date(micros / 1000).toISOString();
export const offset = ({ cursor }: PageQuery): number => (cursor && /^\d{1,15}$/.test(cursor) ? Number(cursor) : 0);

/** The row of a task. Throws `NotFound`. */
export async function rowOf({ pool }: Runtime, id: string): Promise<TaskBoardRow> {
  const { rows } = UUID.test(id) ? await pool.query<TaskBoardRow>('select * from tasks.tasks where id = $1', [id]) : { rows: [] };
  if (!rows[0]) throw new NotFound('task', id);
  return rows[0];
}

export const definition = async (texts: Texts, { id, manifest }: TaskBoardRow): Promise<TaskDefinition> =>
  JSON.parse(await texts.one(id, manifest)) as TaskDefinition;

export const taskRow = ({ manifest, checks_digest, created_at, updated_at, ...row }: TaskBoardRow & { position?: number }): TaskRow => {
  const { position, ...shown } = row;
  void [manifest, checks_digest, position];
  return { ...shown, created_at: time(created_at), updated_at: time(updated_at) };
};

/** A task as the API shows it, texts and checks decrypted. */
export async function taskView(runtime: Runtime, row: TaskBoardRow): Promise<TaskView> {
  const { inputs, ...task } = await definition(runtime.texts, row);
  const checks = row.checks_digest ? (JSON.parse(await runtime.texts.one(row.id, row.checks_digest)) as QualityCheck[]) : [];
  return {
    id: row.id,
    version: row.version,
    ...task,
    inputs: inputs.length,
    quality_checks: checks,
    checks_status: row.checks_status,
    created_at: time(row.created_at),
    updated_at: time(row.updated_at),
  };
}
