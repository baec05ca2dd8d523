import type { TaskView } from '@taskbench/contracts';
import type { Api } from '../api.ts';
import type { Progress } from '../show/progress.ts';
import { sleep } from '../sleep.ts';

const EVERY_MS = 250;

/** The task once its checks are written and proved, or failed to be. Interrupted, the task as it stands. */
export async function withChecks(
  api: Api,
  imported: TaskView,
  progress: Progress,
  interrupted?: AbortSignal,
): Promise<TaskView> {
  let task = imported;
  while (['generating', 'proving'].includes(task.checks_status) && !interrupted?.aborted) {
    progress.wait(task.checks_status === 'generating' ? 'Writing checks' : 'Proving checks');
    await sleep(EVERY_MS, interrupted);
    task = await api.get<TaskView>(`/tasks/${task.id}`);
  }
  progress.end();
  return task;
}
