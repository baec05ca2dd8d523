import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { StartEvaluation, type EvaluationView, type ImportedTask } from '@taskbench/contracts';
import { openApi } from '../api.ts';
import { say } from '../say.ts';
import { planLines } from '../show/plan.ts';
import { progressOn, silent } from '../show/progress.ts';
import { screenOf } from '../show/screen.ts';
import { readTaskFile } from '../task-file.ts';
import { knownModels } from './models.ts';
import { withChecks } from './checked.ts';
import { conclude, type Conclusion } from './conclude.ts';
import { EXIT } from './outcome.ts';

export interface RunOptions extends Conclusion {
  readonly models?: readonly string[];
  readonly repetitions?: number;
  readonly concurrency?: number;
  readonly budget?: string;
  readonly seed?: number;
  readonly temperature?: number;
  readonly maxTokens?: number;
}

/** One evaluation from the terminal: what will happen, progress, ranking, cost. Answers the exit code. */
export async function run(
  apiUrl: string,
  file: string,
  options: RunOptions,
  interrupted?: AbortSignal,
): Promise<number> {
  const api = openApi(apiUrl);
  const progress = options.quiet ? silent : progressOn(process.stderr);
  const yaml = await readTaskFile(resolve(file));
  // Before anything is imported: a task without checks has a model write some, which is paid for.
  if (options.output) await writable(options.output);
  const listed = options.models && (await knownModels(api, options.models));
  const { task: imported, evaluation: wanted } = await api.post<ImportedTask>('/tasks/import?wait=1', yaml);
  const models = options.models ?? wanted.models;
  if (!models?.length) throw new Error(`Name the models: --models a,b, or evaluation.models in ${file}.`);
  const known = listed ?? (await knownModels(api, models));
  const task = await withChecks(api, imported, progress, interrupted);
  if (interrupted?.aborted) {
    say('Nothing was started.');
    return EXIT.interrupted;
  }
  const asked = {
    task_id: task.id,
    models,
    repetitions: options.repetitions ?? wanted.repetitions ?? StartEvaluation.shape.repetitions.parse(undefined),
    concurrency: options.concurrency ?? wanted.concurrency,
    budget_usd: options.budget ?? wanted.budget_usd,
    temperature: options.temperature,
    max_tokens: options.maxTokens ?? StartEvaluation.shape.max_tokens.parse(undefined),
    seed: options.seed,
  };
  if (!options.quiet) say(`${planLines({ ...asked, task, models: known }, screenOf(process.stderr))}\n`);
  const { id } = await api.post<EvaluationView>('/evaluations', asked);
  if (!options.quiet) say(`Evaluation ${id}.${interrupted ? ' Ctrl-C pauses it.' : ''}\n`);
  return conclude(api, id, options, interrupted);
}

async function writable(output: string): Promise<void> {
  await access(dirname(resolve(output)), constants.W_OK).catch(() => {
    throw new Error(`${resolve(output)} cannot be written. Nothing was started.`);
  });
}
