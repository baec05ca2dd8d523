import { readTaskFile } from '@taskbench/cli';
import type { EvaluationView, ImportedTask, ResultsView } from '@taskbench/contracts';
import { openAiProvider } from '@taskbench/models';
import type { Seen } from '@taskbench/simulator';
import { quantile } from '@taskbench/statistics';

const post = async <View>(url: string, body: unknown): Promise<View> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as View;
};

/** Runs an evaluation of the sample with this many calls: its id, and seconds from start to completion. `at`: where a path is answered. */
export async function evaluate(
  at: (path: string) => string,
  sample: string,
  calls: number,
  concurrency: number,
): Promise<{ id: string; seconds: number }> {
  const { task } = await post<ImportedTask>(at('/tasks/import'), await readTaskFile(sample));
  const models = ['sim/quick'];
  const repetitions = Math.min(100, Math.ceil(calls / task.inputs));
  const began = performance.now();
  const labels = Math.ceil(calls / (task.inputs * repetitions));
  const asked = Array.from({ length: labels }, (_, place) => ({ model_id: models[0], label: `m${place}` }));
  const { id } = await post<EvaluationView>(at('/evaluations'), {
    task_id: task.id,
    models: asked,
    repetitions,
    concurrency,
  });
  for (;;) {
    const view = (await (await fetch(at(`/evaluations/${id}`))).json()) as EvaluationView;
    if (view.ended_at) return { id, seconds: (performance.now() - began) / 1000 / (view.progress.planned / calls) };
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Seconds that the same streaming client alone takes for this many calls. */
export async function bareLoop(llm: string, calls: number, concurrency: number): Promise<number> {
  const provider = openAiProvider({ baseUrl: llm, apiKey: 'bench', timeoutMs: 60_000, firstTokenMs: 60_000 });
  const messages = [{ role: 'user' as const, content: `Extract the names: ${'Ana met Bob. '.repeat(60)}` }];
  let left = calls;
  const worker = async () => {
    while (left-- > 0) await provider.ask({ model_id: 'sim/quick', messages, max_tokens: 4_096, seed: left });
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (performance.now() - began) / 1000;
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
