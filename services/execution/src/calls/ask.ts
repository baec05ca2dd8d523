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
import { Kept, type Runtime } from '@taskbench/service-kit';
import { z } from 'zod';
import type { Claimed } from './claims.ts';
import type { Manifests } from './manifest.ts';
import type { Asking } from '../long-inputs/ask-in-parts.ts';
import { joined } from '../long-inputs/join.ts';
import { mergePrompt } from '../long-inputs/merge-prompt.ts';
import type { Parts } from '../long-inputs/parts.ts';
import { promptBytes, promptOf, templateOf } from '../prompting/prompt.ts';
import { schemaOf } from '../prompting/schema.ts';
import type { AskOf } from './send.ts';

type Started = DataOf<typeof EvaluationStarted>;
const answering = (name: string, schema: z.ZodType) => ({
  name,
  schema: z.toJSONSchema(schema) as Record<string, unknown>,
});
const CHECK_SET = answering('check_set', CheckSetAnswer);
const RECOMMENDATION = answering('recommendation', RecommendationAnswer);

/** Makes a call's request: from its evaluation's manifest, or from the prompt that it names. */
export function asker(runtime: Runtime, manifests: Manifests, parts: Parts): AskOf {
  const starts = new Kept<Started>(64);
  const started = (id: string) =>
    starts.get(id, async () => (await runtime.log.stream(`evaluation-${id}`))[0]!.data as Started);

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
  const merges = evaluation.long_inputs === 'merge';
  const ask = (messages: readonly Message[]) => askOf(evaluation, model, messages, repetition, schema);
  return {
    asks: texts.map((text) => ask(promptOf(task, { text }, template))),
    merge: (answers) => (merges ? ask(mergePrompt(task, answers, template)) : joined(answers, task.output)),
    mergingBytes: merges && texts.length > 1 ? promptBytes(mergePrompt(task, [], template)) : null,
  };
}

const alone = (ask: Ask): Asking => ({ asks: [ask], merge: ([answer]) => answer!, mergingBytes: null });

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
