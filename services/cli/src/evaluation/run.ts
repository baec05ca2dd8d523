import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { CheckedTask, EvaluationView, ImportedTask, ModelEntry } from '@taskbench/contracts';
import { openApi } from '../api.ts';
import { connectionNamed } from '../connections/named.ts';
import { say } from '../say.ts';
import { noticeLines } from '../show/notices.ts';
import { planLines } from '../show/plan.ts';
import { progressOn, silent } from '../show/progress.ts';
import { screenOf } from '../show/screen.ts';
import { readTaskFile } from '../task-file.ts';
import { agreed } from './agreed.ts';
import { askedOf, goingOn, type RunOptions } from './asked.ts';
import { before } from './before.ts';
import { withChecks } from './checked.ts';
import { conclude } from './conclude.ts';
import { EXIT } from './outcome.ts';
import { pinned } from './pinned.ts';

/** One evaluation from the terminal: what will happen, progress, ranking, cost. Answers the exit code. */
export async function run(
  apiUrl: string,
  file: string,
  options: RunOptions,
  interrupted?: AbortSignal,
): Promise<number> {
  const api = openApi(apiUrl);
  const progress = options.quiet ? silent : progressOn(process.stderr);
  const taskFile = await readTaskFile(resolve(file));
  if (options.output) await writable(options.output);
  // Before anything is imported: a task without checks has a model write some, which is paid for.
  const read = await api.post<CheckedTask>('/tasks/import/check?whole=true', taskFile);
  if (!options.quiet) for (const line of noticeLines(read.notices)) say(line);
  const { extended, into } = await before(api, options, read.name);
  const asked = extended ? goingOn(extended, options, read.evaluation) : askedOf(file, options, read.evaluation);
  const connection = options.connection === undefined ? null : await connectionNamed(api, options.connection);
  const sent = connection ? { ...asked, models: asked.models?.map((one) => at(one, connection.id)) } : asked;
  const models = await pinned(api, sent, read.task);
  const spending = { models, budget_usd: asked.budget_usd, yes: options.yes ?? false };
  const go = await agreed(spending, { input: process.stdin, output: process.stderr }, interrupted);
  if (!go) return nothingStarted(interrupted);
  const { task: imported } = await api.post<ImportedTask>(
    `/tasks/import?wait=1${into ? `&into=${into}` : ''}`,
    taskFile,
  );
  const task = await withChecks(api, imported, progress, interrupted);
  if (interrupted?.aborted) return nothingStarted(interrupted);
  if (!options.quiet) say(`${planLines({ ...asked, task, models }, screenOf(process.stderr))}\n`);
  const { id } = await api.post<EvaluationView>('/evaluations', { ...sent, task_id: task.id });
  if (!options.quiet) say(`Evaluation ${id}.${interrupted ? ' Ctrl-C pauses it.' : ''}\n`);
  return conclude(api, id, options, interrupted);
}

const at = (entry: ModelEntry, connection_id: string): ModelEntry => ({
  ...(typeof entry === 'string' ? { model_id: entry } : entry),
  connection_id,
});

function nothingStarted(interrupted?: AbortSignal): number {
  say('Nothing was started.');
  return interrupted?.aborted ? EXIT.interrupted : EXIT.badInput;
}

async function writable(output: string): Promise<void> {
  await access(dirname(resolve(output)), constants.W_OK).catch(() => {
    throw new Error(`${resolve(output)} cannot be written. Nothing was started.`);
  });
}
