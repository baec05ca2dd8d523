import { CallRequested, EvaluationStarted, type DataOf } from '@taskbench/contracts';
import type { EventLog } from '@taskbench/event-log';
import { reaction } from '@taskbench/messaging';
import type { Manifests } from '../calls/manifest.ts';
import { promptBytes, promptOf } from '../calls/prompt.ts';

const CHUNK = 100;

/** Plans an evaluation: one call a repetition, input and model, in that order. Planning again appends nothing. */
export const requestCalls = (log: EventLog, manifests: Manifests) =>
  reaction('request-calls', EvaluationStarted, async (evaluation, event) => {
    const { task } = await manifests.read(evaluation.task_id, evaluation.manifest);
    const bytes = task.inputs.map((input) => promptBytes(promptOf(task, input)));
    for (let from = 0; from < evaluation.planned; from += CHUNK) {
      const ordinals = Array.from({ length: Math.min(CHUNK, evaluation.planned - from) }, (_, index) => from + index);
      await Promise.all(
        ordinals.map((ordinal) => {
          const cell = cellOf(evaluation, task.inputs, bytes, ordinal);
          const stream = `call-${cell.call_id}`;
          const facts = [CallRequested(cell)];
          return log.append({ stream, expected: 0, facts, correlation: evaluation.evaluation_id, causation: event.id });
        }),
      );
    }
  });

function cellOf(
  evaluation: DataOf<typeof EvaluationStarted>,
  inputs: readonly { id: string }[],
  bytes: readonly number[],
  ordinal: number,
): DataOf<typeof CallRequested> {
  const { models, evaluation_id } = evaluation;
  const place = Math.floor(ordinal / models.length) % inputs.length;
  const model = models[ordinal % models.length]!;
  return {
    call_id: `${evaluation_id}-${ordinal}`,
    evaluation_id,
    task_id: evaluation.task_id,
    phase: 'execution',
    label: model.label,
    input_id: inputs[place]!.id,
    repetition: Math.floor(ordinal / (models.length * inputs.length)),
    payer: evaluation_id,
    ordinal,
    model_id: model.model_id,
    connection_id: model.connection_id,
    prices: model.prices,
    prompt_bytes: bytes[place]!,
    max_tokens: evaluation.max_tokens,
    budget_nano: evaluation.budget_nano,
    prompt: null,
  };
}
