import {
  CheckSetAnswer,
  OwnError,
  RecommendationAnswer,
  type DataOf,
  type EvaluationStarted,
  type PinnedModel,
  type TaskDefinition,
  type TaskInput,
} from '@taskbench/contracts';
import type { Ask, Message } from '@taskbench/models';
import { Kept, type Runtime } from '@taskbench/service-kit';
import { z } from 'zod';
import type { Claimed } from './claims.ts';
import type { Manifests } from './manifest.ts';
import type { Asking } from '../long-inputs/ask-in-parts.ts';
import { joined } from '../long-inputs/join.ts';
import { mergingText } from '../long-inputs/merging-text.ts';
import { answerRoom, type Parts, type Shown } from '../long-inputs/parts.ts';
import { promptBytes, prompter, templateOf } from '../prompting/prompt.ts';
import { schemaOf } from '../prompting/schema.ts';
import type { AskOf } from './send.ts';

type Started = DataOf<typeof EvaluationStarted>;
const answering = (name: string, schema: z.ZodType) => ({
  name,
  schema: z.toJSONSchema(schema) as Record<string, unknown>,
});
const CHECK_SET = answering('check_set', CheckSetAnswer);
const RECOMMENDATION = answering('recommendation', RecommendationAnswer);

/** What calls of one evaluation have in common. */
interface Plan {
  readonly evaluation: Started;
  readonly task: TaskDefinition;
  readonly inputs: ReadonlyMap<string, TaskInput>;
  /** By label. */
  readonly models: ReadonlyMap<string, { readonly model: PinnedModel; readonly asking: AskingOf }>;
}

/** Makes a call's request: from its evaluation's manifest, or from the prompt that it names. */
export function asker(runtime: Runtime, manifests: Manifests, parts: Parts): AskOf {
  const plans = new Kept<Plan>(8);
  const planOf = (evaluationId: string, taskId: string) =>
    plans.get(evaluationId, async () => {
      const evaluation = (await runtime.log.stream(`evaluation-${evaluationId}`))[0]!.data as Started;
      const { task } = await manifests.read(taskId, evaluation.manifest);
      const inputs = new Map(task.inputs.map((input) => [input.id, input]));
      const asked = evaluation.models.map((model) => ({ model, asking: askings(evaluation, model, task) }));
      return { evaluation, task, inputs, models: new Map(asked.map((one) => [one.model.label, one])) };
    });

  return async ({ request: { call, failures } }: Claimed) => {
    if (call.evaluation_id === null) {
      const content = await runtime.texts.one(call.task_id, call.prompt!);
      const messages = [{ role: 'user', content }] as const;
      const schema = call.phase === 'recommendation' ? RECOMMENDATION : CHECK_SET;
      const ask = { model_id: call.model_id, messages, max_tokens: call.max_tokens };
      return alone(failures === 0 ? { ...ask, schema } : ask); // its server may not take one; the prompt says the same
    }
    const { evaluation, task, inputs, models } = await planOf(call.evaluation_id, call.task_id);
    const input = inputs.get(call.input_id);
    if (!input)
      throw new OwnError(`Input ${call.input_id} is not in the manifest of evaluation ${call.evaluation_id}.`);
    const asked = models.get(call.label);
    if (!asked) throw new OwnError(`Evaluation ${call.evaluation_id} has no model ${call.label}.`);
    const most = mostTokens(evaluation, asked.model);
    return asked.asking(await parts.of(evaluation.manifest, task, asked.model, input, most), call.repetition);
  };
}

/** What a model is asked where this is shown of one input: a request a text, and what makes one answer of theirs. */
export type AskingOf = (shown: Shown, repetition: number) => Asking;

/** How many tokens a model may answer with, where its context has room for them. */
export const mostTokens = (
  { max_tokens }: Pick<Started, 'max_tokens'>,
  { parameters }: Pick<PinnedModel, 'parameters'>,
): number => parameters?.max_tokens ?? max_tokens;

/** What an evaluation asks a model. */
export function askings(
  evaluation: Pick<Started, 'temperature' | 'max_tokens' | 'seed' | 'long_inputs'>,
  model: PinnedModel,
  task: TaskDefinition,
): AskingOf {
  const prompt = prompter(task, templateOf(task, model));
  const schema = schemaOf(task.output);
  const merges = evaluation.long_inputs === 'merge';
  return ({ texts, max_tokens }, repetition) => {
    const ask = (messages: readonly Message[], most: number) =>
      askOf(evaluation, model, { messages, max_tokens: most }, repetition, schema);
    return {
      asks: texts.map((text) => ask(prompt(text), max_tokens)),
      async merge(answers) {
        if (!merges) return joined(answers, task.output);
        const merging = prompt(mergingText(answers));
        return ask(merging, await answerRoom(model, merging, mostTokens(evaluation, model)));
      },
      mergingBytes: merges && texts.length > 1 ? promptBytes(prompt(mergingText([]))) : null,
    };
  };
}

const alone = (ask: Ask): Asking => ({
  asks: [ask],
  merge: async ([answer]) => ({ text: answer!, unjoined: false }),
  mergingBytes: null,
});

/** What an evaluation sends a model: the prompt, with those of its parameters that the model takes. */
const askOf = (
  { temperature, seed }: Pick<Started, 'temperature' | 'seed'>,
  model: PinnedModel,
  shown: Pick<Ask, 'messages' | 'max_tokens'>,
  repetition: number,
  schema: ReturnType<typeof schemaOf>,
): Ask => {
  const own = model.parameters ?? {};
  const warmth = own.temperature ?? temperature;
  return {
    model_id: model.model_id,
    ...shown,
    ...(warmth !== null && model.tempered !== false && { temperature: warmth }),
    ...(own.top_p !== undefined && { top_p: own.top_p }),
    ...(model.seeded && { seed: seed + repetition }),
    ...(model.structured && schema && { schema }),
  };
};
