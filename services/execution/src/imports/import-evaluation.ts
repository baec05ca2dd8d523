import {
  canonical,
  parseUsd,
  type DataOf,
  type EvaluationStarted,
  type ImportEvaluation,
  type RecordedOutput,
  type TaskDefinition,
} from '@taskbench/contracts';
import { BadInput, type Runtime } from '@taskbench/service-kit';
import { begin, taskOf } from '../http/start.ts';
import type { Queries } from '../http/queries.ts';
import type { ListedOutput } from './list.ts';

const CONNECTION = 'imported';

/** Begins an evaluation of outputs that are there already: no model is asked and nothing is paid. */
export async function importEvaluation(
  { runtime, queries }: { runtime: Runtime; queries: Queries },
  body: ImportEvaluation,
  key?: string,
): Promise<DataOf<typeof EvaluationStarted>> {
  const task = await taskOf(runtime, queries, body.task_id);
  return begin(runtime, task, { ...body, in_doubt: 'retry' }, key, async (definition) => {
    known(body.outputs, definition);
    const outputs = await Promise.all(body.outputs.map(({ text }) => runtime.texts.seal(task.task_id, text)));
    const listed = body.outputs.map((output, at) => listedOf(output, outputs[at]!.digest));
    const list = await runtime.texts.seal(task.task_id, canonical(listed));
    return {
      models: [...new Set(body.outputs.map(({ label }) => label))].map((label) => ({
        label,
        model_id: label,
        connection_id: CONNECTION,
        prices: null,
        seeded: false,
      })),
      // nothing is sent, so these bound nothing
      concurrency: 1,
      budget_nano: null,
      temperature: null,
      max_tokens: 1,
      simulated: false,
      imported: list.digest,
      texts: [list, ...outputs],
    };
  });
}

function known(outputs: readonly RecordedOutput[], { inputs }: TaskDefinition): void {
  const ids = new Set(inputs.map(({ id }) => id));
  const unknown = outputs.flatMap(({ input_id }, at) =>
    ids.has(input_id)
      ? []
      : [{ path: `outputs.${at}.input_id`, message: `"${input_id}" is no input of this task's latest version` }],
  );
  if (unknown.length > 0) throw new BadInput(unknown, 'unknown-input');
}

const listedOf = (
  { label, input_id, repetition, prompt_tokens, completion_tokens, cost_usd, latency_ms }: RecordedOutput,
  output: string,
): ListedOutput => ({
  label,
  input_id,
  repetition,
  output,
  prompt_tokens: prompt_tokens ?? null,
  completion_tokens: completion_tokens ?? null,
  cost_nano: cost_usd === undefined ? null : parseUsd(cost_usd),
  latency_ms: latency_ms ?? null,
});
