import type { QualityCheck, QualityCheckBody, TaskDefinition } from '@taskbench/contracts';
import { Rejection } from '@taskbench/kernel';
import type { Runtime } from '@taskbench/service-kit';
import { definition } from '../http/read.ts';
import type { TaskBoardRow } from '../projections/tasks.ts';

/** A task as its owner wrote it: a whole version, and the checks that a person gave; undefined where they are generated. */
export interface WholeTask {
  readonly definition: TaskDefinition;
  readonly checks: readonly QualityCheckBody[] | undefined;
}

/** Reads a task to be written to a file. Checks that nobody accepted stay behind: a file would make them given ones. */
export async function wholeTask({ texts }: Runtime, row: TaskBoardRow): Promise<WholeTask> {
  if (row.inputs === 0) throw new Rejection('no-inputs', `"${row.name}" has no inputs yet, so no file can hold it.`);
  const all = row.checks_digest ? (JSON.parse(await texts.one(row.id, row.checks_digest)) as QualityCheck[]) : [];
  const given = all.filter(({ state }) => state === 'accepted').map(({ state, ...check }) => (void state, check));
  return {
    definition: await definition(texts, row),
    checks: given.length > 0 || row.checks_status === 'none' ? given : undefined,
  };
}
