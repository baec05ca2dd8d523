import type { CallKey, DataOf, EvaluationStarted, PinnedModel } from '@taskbench/contracts';

/** One model on one input, one repetition: its place in the plan of an evaluation. */
export interface Cell {
  readonly key: CallKey & { readonly payer: string; readonly ordinal: number };
  readonly model: PinnedModel;
  /** Of its input, in the task's list. */
  readonly place: number;
}

/** The cell with this ordinal: all models on an input, then the next input, then the next repetition. */
export function cellAt(
  { evaluation_id, task_id, models }: DataOf<typeof EvaluationStarted>,
  inputs: readonly { readonly id: string }[],
  ordinal: number,
): Cell {
  const place = Math.floor(ordinal / models.length) % inputs.length;
  const model = models[ordinal % models.length]!;
  const key = {
    call_id: `${evaluation_id}-${ordinal}`,
    evaluation_id,
    task_id,
    phase: 'execution' as const,
    label: model.label,
    input_id: inputs[place]!.id,
    repetition: Math.floor(ordinal / (models.length * inputs.length)),
    payer: evaluation_id,
    ordinal,
  };
  return { key, model, place };
}

/** The ordinals of a plan, so many at a time. */
export const ordinals = (planned: number, size: number): number[][] =>
  Array.from({ length: Math.ceil(planned / size) }, (_, chunk) =>
    Array.from({ length: Math.min(size, planned - chunk * size) }, (_, at) => chunk * size + at),
  );
