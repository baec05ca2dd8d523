import { join } from 'node:path';
import { readTaskFile } from '@taskbench/cli';
import type { EvaluationView, ImportedTask, ResultsView } from '@taskbench/contracts';
import type { Subject } from './world.ts';

const sample = join(import.meta.dirname, '../../samples/meeting-action-items/task.yaml');
const MODELS = ['sim/careful', 'sim/quick', 'sim/terse'];
export const SEED = 7;

const PATIENCE_MS = 90_000;

/** Asks until somebody answers: what is asked may be dead just now. */
async function ask<View>(world: Subject, path: string, body?: unknown, key?: string): Promise<View> {
  for (const patience = Date.now() + PATIENCE_MS; ;) {
    if (Date.now() > patience) throw new Error(`Nobody answers ${path}; down: ${world.fallen().join()}`);
    const response = await fetch(`${world.baseOf(path)}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => null);
    if (response?.ok) return (await response.json()) as View;
    if (response && response.status < 500 && response.status !== 409) throw new Error(await response.text());
    await new Promise((done) => setTimeout(done, 100));
  }
}

export const importTask = async (world: Subject): Promise<ImportedTask['task']> =>
  (await ask<ImportedTask>(world, '/tasks/import', await readTaskFile(sample), 'faults')).task;

/** Starts an evaluation of at least this many calls over three models. */
export const startEvaluation = (
  world: Subject,
  task: { id: string; inputs: number },
  calls: number,
  concurrency: number,
): Promise<EvaluationView> => {
  const repetitions = Math.ceil(calls / (task.inputs * MODELS.length));
  return ask(world, '/evaluations', { task_id: task.id, models: MODELS, repetitions, concurrency, seed: SEED });
};

export const evaluation = (world: Subject, id: string) => ask<EvaluationView>(world, `/evaluations/${id}`);

export async function finalResults(world: Subject, id: string): Promise<ResultsView> {
  for (;;) {
    const results = await ask<ResultsView>(world, `/evaluations/${id}/results`);
    if (results.final) return results;
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Results without ids and times; without money, and what follows from it, where attempts in doubt make it unknown. */
export function comparable(results: ResultsView, money: boolean): unknown {
  const { evaluation_id, position, rows, costs, cost_usd, cost_state, answer, recommendation, metrics, ...rest } =
    results;
  void [evaluation_id, position];
  const shown = rows.map(({ latency_ms, cost_usd: paid, cost_per_1000_usd, ...row }) => {
    void latency_ms;
    return money ? { ...row, paid, cost_per_1000_usd } : row;
  });
  return { ...rest, rows: shown, ...(money && { costs, cost_usd, cost_state, answer, recommendation, metrics }) };
}
