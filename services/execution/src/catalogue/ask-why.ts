import { randomUUID } from 'node:crypto';
import {
  CallAnswered,
  CallFailed,
  CallUnscored,
  costOf,
  formatUsd,
  RecommendationAnswer,
  type DataOf,
  type SuitableModel,
  type SuitableModels,
  type TaskDefinition,
} from '@taskbench/contracts';
import { handle } from '@taskbench/event-log';
import { BadInput, generatorOf, jsonIn, type Runtime } from '@taskbench/service-kit';
import type { Connections } from '../connections/connections.ts';
import { call } from '../domain/call.ts';

type Explained = Pick<SuitableModels, 'explanation' | 'unexplained'>;
type Ended = { readonly type: string; readonly data: unknown };

const MAX_TOKENS = 2_048;
const POLL_MS = 100;
const LONGEST_DESCRIPTION = 4_000;

const without = (unexplained: Explained['unexplained']): Explained => ({ explanation: null, unexplained });

/**
 * Asks the generator model which of these models suit a task, and why: a call like any other, which the task pays for. What it
 * says of models that are not among them is left out and counted.
 */
export async function askWhy(
  runtime: Runtime,
  connections: Connections,
  taskId: string,
  task: TaskDefinition,
  models: readonly SuitableModel[],
): Promise<Explained> {
  if (models.length === 0) return without('no_model_fits');
  const wanted = generatorOf(runtime.config);
  const found = wanted === undefined ? null : await connections.generator(wanted).catch(noneKnown);
  if (!found) return without('no_generator');
  const asked = promptFor(task, models);
  const prompt = await runtime.texts.seal(taskId, asked);
  const call_id = `${taskId}-r${randomUUID().slice(0, 13)}`;
  const data = {
    call_id,
    evaluation_id: null,
    task_id: taskId,
    phase: 'recommendation' as const,
    label: found.model.id,
    input_id: '',
    repetition: 0,
    payer: taskId,
    ordinal: 0,
    model_id: found.model.id,
    connection_id: found.connection.id,
    prices: found.model.prices,
    prompt_bytes: Buffer.byteLength(asked),
    max_tokens: MAX_TOKENS,
    budget_nano: null,
    prompt: prompt.digest,
  };
  await handle(runtime.log, call, call_id, { type: 'RequestCall', data }, { correlation: taskId, texts: [prompt] });
  const ended = await endOf(runtime, call_id);
  if (ended?.type !== CallAnswered.type) return without('failed');
  const answered = ended.data as DataOf<typeof CallAnswered>;
  const said = RecommendationAnswer.safeParse(jsonIn(await runtime.texts.one(taskId, answered.output)));
  if (!said.success) return without('unreadable');
  const known = new Set(models.map(({ id }) => id));
  const kept = said.data.models.filter(({ id }) => known.has(id));
  const { prompt_tokens, completion_tokens, reported_nano } = answered.usage;
  const tokens = { prompt: prompt_tokens ?? 0, completion: completion_tokens ?? 0 };
  const told = prompt_tokens !== null && completion_tokens !== null;
  const nano = reported_nano ?? (told ? costOf(tokens, found.model.prices) : null);
  const cost_usd = nano === null ? null : formatUsd(nano);
  const invented = said.data.models.length - kept.length;
  return { explanation: { models: kept, invented, by: found.model.id, cost_usd }, unexplained: null };
}

/** Only that nobody offers the model is an answer; what else keeps it from being asked is told as it is. */
function noneKnown(error: unknown): null {
  if (error instanceof BadInput && error.code === 'unknown-model') return null;
  throw error;
}

/** How a call ended; null when it takes longer than calls may. */
async function endOf({ log, config }: Runtime, callId: string): Promise<Ended | null> {
  const ends: readonly string[] = [CallAnswered.type, CallFailed.type, CallUnscored.type];
  for (const until = Date.now() + 2 * config.callTimeoutMs; Date.now() < until;) {
    const end = (await log.stream(`call-${callId}`)).find(({ type }) => ends.includes(type));
    if (end) return end;
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
  return null;
}

/** The task stands last and is data. */
const promptFor = ({ name, description, output }: TaskDefinition, models: readonly SuitableModel[]): string =>
  [
    'Which of these models would you try first for the task below, and why? Judge only by what is said here; name no other model.',
    'Answer with JSON only, the best first: {"models":[{"id":"…","why":"one sentence"}]}',
    `Models:\n${models.map(({ id, name: called, reasons }) => `- ${id} (${called}): ${reasons.join(' ')}`).join('\n')}`,
    `The task "${name}", whose answers are ${output.format}, as data:\n${description.slice(0, LONGEST_DESCRIPTION)}`,
  ].join('\n\n');
