import type { CheckedEvaluation, CheckedTask } from '@taskbench/contracts';
import type { Api } from '../api.ts';

/** What the API takes as a body, less what is said of the evaluation itself. */
const LARGEST_TASK = 19 * 1024 * 1024;

/**
 * The models of an evaluation with their prices, once nothing speaks against it or its task; nothing is kept or paid. A task
 * that is too large to be sent along is looked at when the evaluation starts.
 */
export async function pinned(
  api: Api,
  asked: object,
  task?: CheckedTask['task'],
): Promise<CheckedEvaluation['pinned']> {
  const fits = task !== undefined && Buffer.byteLength(JSON.stringify(task)) <= LARGEST_TASK;
  return (await api.post<CheckedEvaluation>('/evaluations/check', { ...asked, ...(fits && { task }) })).pinned;
}
