import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { EvaluationView, ImportedTask, ResultsView } from '@taskbench/contracts';
import { openApi, type Api } from './api.ts';
import { follow } from './follow.ts';
import { ranking } from './ranking.ts';
import { readTaskFile } from './task-file.ts';

export interface RunOptions {
  readonly models?: string;
  readonly repetitions?: number;
  readonly concurrency?: number;
  readonly budget?: string;
  readonly output?: string;
  readonly seed?: number;
}

/** Exit codes of a run: 0 done, 3 the run failed, 4 it ended incomplete. */
const EXIT: Readonly<Record<string, number>> = { completed: 0, failed: 3, budget_exhausted: 4, cancelled: 4 };

/** One evaluation from the terminal: progress, ranking, cost. Answers the exit code. */
export async function run(apiUrl: string, file: string, options: RunOptions): Promise<number> {
  const api = openApi(apiUrl);
  const { task, evaluation } = await api.post<ImportedTask>('/tasks/import', await readTaskFile(resolve(file)));
  const models =
    options.models
      ?.split(',')
      .map((id) => id.trim())
      .filter(Boolean) ?? evaluation.models;
  if (!models?.length) throw new Error(`Name the models: --models a,b, or evaluation.models in ${file}.`);
  process.stderr.write(
    `${task.name}: ${task.inputs} inputs, ${task.quality_checks.length} checks (${task.checks_status}), ${models.length} models\n`,
  );
  const started = await api.post<EvaluationView>('/evaluations', {
    task_id: task.id,
    models,
    repetitions: options.repetitions ?? evaluation.repetitions ?? 1,
    concurrency: options.concurrency ?? evaluation.concurrency,
    budget_usd: options.budget ?? evaluation.budget_usd,
    seed: options.seed,
  });
  const results = await finish(api, started.id);
  if (options.output) await writeFile(resolve(options.output), `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(`${ranking(results)}\n`);
  if (options.output) process.stderr.write(`Written to ${resolve(options.output)}\n`);
  return EXIT[results.status] ?? 3;
}

/** Follows an evaluation to its end; answers its results. */
export async function finish(api: Api, id: string): Promise<ResultsView> {
  await follow(api, id);
  for (;;) {
    const results = await api.get<ResultsView>(`/evaluations/${id}/results`);
    if (results.final) return results;
    await new Promise((done) => setTimeout(done, 200));
  }
}
