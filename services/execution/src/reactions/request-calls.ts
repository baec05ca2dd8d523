import { CallRequested, EvaluationStarted, type DataOf } from '@taskbench/contracts';
import type { EventLog } from '@taskbench/event-log';
import { reaction } from '@taskbench/messaging';
import type { Manifests } from '../calls/manifest.ts';
import { promptBytes, promptOf } from '../prompting/prompt.ts';
import { cellAt, ordinals } from '../domain/cells.ts';

const CHUNK = 100;

/** Plans an evaluation: one call a repetition, input and model, in that order. Planning again appends nothing. */
export const requestCalls = (log: EventLog, manifests: Manifests) =>
  reaction('request-calls', EvaluationStarted, async (evaluation, event) => {
    if (evaluation.imported) return;
    const { task } = await manifests.read(evaluation.task_id, evaluation.manifest);
    const bytes = task.inputs.map((input) => promptBytes(promptOf(task, input)));
    for (const chunk of ordinals(evaluation.planned, CHUNK)) {
      await Promise.all(
        chunk.map((ordinal) => {
          const request = requestOf(evaluation, task.inputs, bytes, ordinal);
          const stream = `call-${request.call_id}`;
          const facts = [CallRequested(request)];
          return log.append({ stream, expected: 0, facts, correlation: evaluation.evaluation_id, causation: event.id });
        }),
      );
    }
  });

function requestOf(
  evaluation: DataOf<typeof EvaluationStarted>,
  inputs: readonly { id: string }[],
  bytes: readonly number[],
  ordinal: number,
): DataOf<typeof CallRequested> {
  const { key, model, place } = cellAt(evaluation, inputs, ordinal);
  return {
    ...key,
    model_id: model.model_id,
    connection_id: model.connection_id,
    prices: model.prices,
    prompt_bytes: bytes[place]!,
    max_tokens: evaluation.max_tokens,
    budget_nano: evaluation.budget_nano,
    prompt: null,
  };
}
