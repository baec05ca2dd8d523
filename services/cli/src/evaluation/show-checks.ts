import { resolve } from 'node:path';
import type { ImportedTask } from '@taskbench/contracts';
import { openApi } from '../api.ts';
import { print, printJson, say } from '../say.ts';
import { checkLines } from '../show/lists.ts';
import { noticeLines } from '../show/notices.ts';
import { progressOn } from '../show/progress.ts';
import { screenOf } from '../show/screen.ts';
import { readTaskFile } from '../task-file.ts';
import { withChecks } from './checked.ts';
import { EXIT } from './outcome.ts';

/** Imports a task, waits for its checks and prints them. Exit code: 3 when they could not be written. */
export async function showChecks(apiUrl: string, file: string, json: boolean): Promise<number> {
  const api = openApi(apiUrl);
  const taskFile = await readTaskFile(resolve(file));
  const { task: imported, notices } = await api.post<ImportedTask>('/tasks/import?wait=1', taskFile);
  for (const line of noticeLines(notices)) say(line);
  const task = await withChecks(api, imported, progressOn(process.stderr));
  const { id, name, quality_checks, checks_status } = task;
  if (json) printJson({ task_id: id, name, checks_status, quality_checks, notices });
  else print(checkLines(task, screenOf(process.stdout)));
  if (checks_status === 'no_generator')
    say('No model is set to write checks: set TASKBENCH_GENERATOR_MODEL and start again.');
  if (checks_status !== 'failed') return EXIT.done;
  say('The model could not write checks; ./RunTaskBench.sh logs services says why.');
  return EXIT.failed;
}
