import type { EvaluationView, ResultsView, TaskView } from '@taskbench/contracts';
import type { Seen } from '@taskbench/simulator';
import { quantile } from '@taskbench/statistics';
import { post, type Sample } from './sample.ts';

const REPETITIONS = 100;
const LABELS = 10;
const POLL_MS = 250; // as a watching person's page; when it ended is in the answer

export interface Evaluated {
  readonly id: string;
  /** As many as asked for, or a few more: models, inputs and repetitions are whole. */
  readonly calls: number;
  /** From start to completion. */
  readonly seconds: number;
}

/** Runs an evaluation of the sample with about this many calls. `at`: where a path is answered. */
export async function evaluate(
  at: (path: string) => string,
  { task, inputs: known }: Sample,
  calls: number,
  concurrency: number,
): Promise<Evaluated> {
  const copies = Math.ceil(calls / (known.length * REPETITIONS * LABELS));
  const inputs = Array.from({ length: copies }, (_, copy) =>
    known.map(({ id, text, gold }) => ({ id: `${id}-${copy}`, text, gold })),
  ).flat();
  const { name, description, output, quality_checks } = task;
  const checks = quality_checks.map(({ state: _, ...check }) => check);
  const asked = { name, description, output, inputs, quality_checks: checks };
  const { id: task_id } = await post<TaskView>(at('/tasks'), asked);
  const repetitions = Math.min(REPETITIONS, Math.ceil(calls / inputs.length));
  const labels = Math.ceil(calls / (inputs.length * repetitions));
  const models = Array.from({ length: labels }, (_, place) => ({ model_id: 'sim/quick', label: `m${place}` }));
  const began = Date.now();
  const { id } = await post<EvaluationView>(at('/evaluations'), { task_id, models, repetitions, concurrency });
  for (;;) {
    const view = (await (await fetch(at(`/evaluations/${id}`))).json()) as EvaluationView;
    if (view.ended_at) return { id, calls: view.progress.planned, seconds: (Date.parse(view.ended_at) - began) / 1000 };
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

/** The median latency that an evaluation reports, over the one that its provider measured itself. */
export async function latencyRatio(at: (path: string) => string, llm: string, id: string): Promise<number> {
  const get = async <View>(url: string) => (await (await fetch(url)).json()) as View;
  const { rows } = await get<ResultsView>(at(`/evaluations/${id}/results`));
  const requests = await get<Seen[]>(new URL('/control/requests', llm).href);
  const truth = requests.filter(({ input_id, status }) => input_id !== null && status === 200);
  const reported = rows.map(({ latency_ms }) => latency_ms!.p50);
  const median = (values: readonly number[]) => quantile(values, 0.5)!;
  return median(reported) / median(truth.map(({ took_ms }) => took_ms!));
}
