import {
  CheckSetAnswer,
  OwnError,
  RecommendationAnswer,
  type DataOf,
  type EvaluationStarted,
  type PinnedModel,
  type TaskDefinition,
} from '@taskbench/contracts';
import type { Ask, Message } from '@taskbench/models';
import type { Runtime } from '@taskbench/service-kit';
import { z } from 'zod';
import type { Claimed } from './claims.ts';
import type { Manifests } from './manifest.ts';
import { templateOf } from '../prompting/guard-leaks.ts';
import type { Asking } from '../long-inputs/ask-in-parts.ts';
import { joined } from '../long-inputs/join.ts';
import { mergePrompt } from '../long-inputs/merge-prompt.ts';
import type { Parts } from '../long-inputs/parts.ts';
import { promptOf } from '../prompting/prompt.ts';
import { schemaOf } from '../prompting/schema.ts';
import type { AskOf } from './send.ts';

type Started = DataOf<typeof EvaluationStarted>;
const answering = (name: string, schema: z.ZodType) => ({
  name,
  schema: z.toJSONSchema(schema) as Record<string, unknown>,
});
const CHECK_SET = answering('check_set', CheckSetAnswer);
const RECOMMENDATION = answering('recommendation', RecommendationAnswer);
const KEPT = 64;

/** Makes a call's request: from its evaluation's manifest, or from the prompt that it names. */
export function asker(runtime: Runtime, manifests: Manifests, parts: Parts): AskOf {
  const starts = new Map<string, Promise<Started>>();

  function started(evaluationId: string): Promise<Started> {
    const known = starts.get(evaluationId);
    if (known) return known;
    const reading = runtime.log.stream(`evaluation-${evaluationId}`).then(([first]) => first!.data as Started);
    starts.set(evaluationId, reading);
    reading.catch(() => starts.delete(evaluationId));
    if (starts.size > KEPT) starts.delete(starts.keys().next().value!);
    return reading;
  }

  return async ({ request: { call } }: Claimed) => {
    if (call.evaluation_id === null) {
      const content = await runtime.texts.one(call.task_id, call.prompt!);
      const messages = [{ role: 'user', content }] as const;
      const schema = call.phase === 'recommendation' ? RECOMMENDATION : CHECK_SET;
      return alone({ model_id: call.model_id, messages, max_tokens: call.max_tokens, schema });
    }
    const evaluation = await started(call.evaluation_id);
    const { task } = await manifests.read(call.task_id, evaluation.manifest);
    const input = task.inputs.find(({ id }) => id === call.input_id);
    if (!input)
      throw new OwnError(`Input ${call.input_id} is not in the manifest of evaluation ${call.evaluation_id}.`);
    const model = evaluation.models.find(({ label }) => label === call.label);
    if (!model) throw new OwnError(`Evaluation ${call.evaluation_id} has no model ${call.label}.`);
    return askingOf(evaluation, model, task, await parts.of(evaluation.manifest, task, model, input), call.repetition);
  };
}

/** What an evaluation asks a model for these texts of one input: a request a text, and what makes one answer of theirs. */
export function askingOf(
  evaluation: Pick<Started, 'temperature' | 'max_tokens' | 'seed' | 'long_inputs'>,
  model: PinnedModel,
  task: TaskDefinition,
  texts: readonly string[],
  repetition: number,
): Asking {
  const template = templateOf(task, model);
  const schema = schemaOf(task.output);
  const ask = (messages: readonly Message[]) => askOf(evaluation, model, messages, repetition, schema);
  return {
    asks: texts.map((text) => ask(promptOf(task, { text }, template))),
    merge: (answers) =>
      evaluation.long_inputs === 'merge' ? ask(mergePrompt(task, answers, template)) : joined(answers, task.output),
  };
}

const alone = (ask: Ask): Asking => ({ asks: [ask], merge: ([answer]) => answer! });

/** What an evaluation sends a model: the prompt, with those of its parameters that the model takes. */
export const askOf = (
  { temperature, max_tokens, seed }: Pick<Started, 'temperature' | 'max_tokens' | 'seed'>,
  model: PinnedModel,
  messages: readonly Message[],
  repetition: number,
  schema: ReturnType<typeof schemaOf>,
): Ask => {
  const own = model.parameters ?? {};
  const warmth = own.temperature ?? temperature;
  return {
    model_id: model.model_id,
    messages,
    max_tokens: own.max_tokens ?? max_tokens,
    ...(warmth !== null && model.tempered !== false && { temperature: warmth }),
    ...(own.top_p !== undefined && { top_p: own.top_p }),
    ...(model.seeded && { seed: seed + repetition }),
    ...(model.structured && schema && { schema }),
  };
};
