import { CallRequested, EvaluationStarted, type DataOf } from '@taskbench/contracts';
import { reaction } from '@taskbench/messaging';
import type { Ask } from '@taskbench/models';
import { canonical, type Runtime } from '@taskbench/service-kit';
import { askOf } from '../calls/ask.ts';
import type { Manifests } from '../calls/manifest.ts';
import type { Asked } from '../carrying/carry.ts';
import { earlierAnswers } from '../carrying/earlier-answers.ts';
import { cellAt, ordinals, type Cell } from '../domain/cells.ts';
import { templateOf } from '../prompting/guard-leaks.ts';
import { promptBytes, promptOf } from '../prompting/prompt.ts';
import { schemaOf } from '../prompting/schema.ts';

const CHUNK = 100;

/**
 * Plans an evaluation: one call a repetition, input and model, in that order; each is requested, or takes the answer of
 * an earlier one. Planning again appends nothing.
 */
export const requestCalls = (runtime: Runtime, manifests: Manifests) =>
  reaction('request-calls', EvaluationStarted, async (evaluation, event) => {
    if (evaluation.imported) return;
    const { log, texts } = runtime;
    const { evaluation_id, task_id, manifest, planned } = evaluation;
    const { task } = await manifests.read(task_id, manifest);
    const prompts = new Map(
      evaluation.models.map((model) => [
        model.prompt,
        task.inputs.map((input) => promptOf(task, input, templateOf(task, model))),
      ]),
    );
    const schema = schemaOf(task.output);
    const answered = await earlierAnswers(runtime, evaluation, event);
    for (const chunk of ordinals(planned, CHUNK)) {
      const requests = await Promise.all(
        chunk.map((ordinal) => {
          const cell = cellAt(evaluation, task.inputs, ordinal);
          const ask = askOf(
            evaluation,
            cell.model,
            prompts.get(cell.model.prompt)![cell.place]!,
            cell.key.repetition,
            schema,
          );
          return requestOf(evaluation, cell, ask, (text) => texts.digestOf(task_id, text));
        }),
      );
      const carried = await answered(requests);
      await Promise.all(
        requests.map((request) => {
          const stream = `call-${request.call_id}`;
          const facts = [carried.get(request.call_id) ?? CallRequested(request)];
          return log.append({ stream, expected: 0, facts, correlation: evaluation_id, causation: event.id });
        }),
      );
    }
  });

async function requestOf(
  evaluation: DataOf<typeof EvaluationStarted>,
  { key, model }: Cell,
  ask: Ask,
  digestOf: (text: string) => Promise<string>,
): Promise<Asked> {
  const { connection_id, address, model_id, prices } = model;
  const { repetition } = key;
  return {
    ...key,
    model_id,
    connection_id,
    prices,
    prompt_bytes: promptBytes(ask.messages),
    max_tokens: ask.max_tokens,
    budget_nano: evaluation.budget_nano,
    prompt: null,
    asked: await digestOf(canonical({ connection_id, address, repetition, ask })),
  };
}
