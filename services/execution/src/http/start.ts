import { randomInt } from 'node:crypto';
import {
  canonical,
  EvaluationStarted,
  type CheckedEvaluation,
  type CheckEvaluation,
  type DataOf,
  type QualityCheck,
  type StartEvaluation,
  type TaskDefinition,
} from '@taskbench/contracts';
import { handle, type SealedText } from '@taskbench/event-log';
import { Rejection } from '@taskbench/kernel';
import { BadInput, caughtUp, KeyReused, NotFound, resourceId, type Runtime } from '@taskbench/service-kit';
import type { Connections } from '../connections/connections.ts';
import { evaluation } from '../domain/evaluation.ts';
import type { KnownTask } from '../projections/tasks.ts';
import { budgetOf, pin, pinPrompts } from './pin.ts';
import type { Queries } from './queries.ts';

type Started = DataOf<typeof EvaluationStarted>;

/** What starts evaluations. */
export interface Starting {
  readonly runtime: Runtime;
  readonly connections: Connections;
  readonly queries: Queries;
}

/** Starts an evaluation: finds whatever is wrong with it first, pins all it needs, then says so in the log. */
export async function startEvaluation(
  { runtime, connections, queries }: Starting,
  body: StartEvaluation & { readonly extends?: string },
  key?: string,
): Promise<Started> {
  const task = await taskOf(runtime, queries, body.task_id);
  const { models: found, priced_at, simulated } = await pin(connections, body);
  const models = await Promise.all(
    found.map(async ({ baseUrl, ...model }) => ({
      ...model,
      ...(!simulated && { address: await runtime.texts.digestOf(task.task_id, baseUrl) }),
    })),
  );
  const budget_nano = budgetOf(body, models);
  // Drawn anew, a seed would have every model that heeds one asked something else.
  const seed = body.seed ?? (body.cache ? await queries.latestSeed(task.task_id) : undefined);
  return begin(runtime, task, body, key, async (definition) => ({
    ...(await pinPrompts(definition, models, body)),
    priced_at,
    concurrency: body.concurrency ?? runtime.config.maxConcurrency,
    budget_nano,
    temperature: body.temperature ?? null,
    max_tokens: body.max_tokens,
    simulated,
    cache: body.cache,
    ...(body.extends !== undefined && { extends: body.extends }),
    ...(seed !== undefined && { seed }),
  }));
}

/** What an evaluation pins beside its task, and the texts that this names. */
export type Plan = Pick<
  Started,
  | 'models'
  | 'priced_at'
  | 'concurrency'
  | 'budget_nano'
  | 'temperature'
  | 'max_tokens'
  | 'simulated'
  | 'imported'
  | 'extends'
  | 'cache'
  | 'leaks'
  | 'long_inputs'
> &
  Partial<Pick<Started, 'seed'>> & { readonly texts?: readonly SealedText[] };

/** Says in the log that an evaluation began, with its task pinned. With the same key, it is the one that began before. */
export async function begin(
  runtime: Runtime,
  task: KnownTask,
  body: Pick<StartEvaluation, 'repetitions' | 'seed' | 'in_doubt' | 'ranking'>,
  key: string | undefined,
  planOf: (definition: TaskDefinition) => Plan | Promise<Plan>,
): Promise<Started> {
  const id = resourceId('POST /evaluations', key);
  const { digest: request } = await runtime.texts.seal(task.task_id, canonical(body));
  const [first] = key ? await runtime.log.stream(`evaluation-${id}`) : [];
  if (first) {
    const started = first.data as Started;
    if (started.request !== request) throw new KeyReused();
    return started;
  }
  const definition = JSON.parse(await runtime.texts.one(task.task_id, task.manifest)) as TaskDefinition;
  const checks = task.checks_digest
    ? (JSON.parse(await runtime.texts.one(task.task_id, task.checks_digest)) as QualityCheck[])
    : [];
  const manifest = await runtime.texts.seal(task.task_id, canonical({ task: definition, checks }));
  const { texts = [], ...plan } = await planOf(definition);
  const data: Started = {
    evaluation_id: id,
    task_id: task.task_id,
    task_version: task.version,
    task_name: task.name,
    manifest: manifest.digest,
    inputs: task.inputs,
    checks: checks.length,
    repetitions: body.repetitions,
    planned: plan.models.length * task.inputs * body.repetitions,
    seed: body.seed ?? randomInt(2 ** 31),
    in_doubt: body.in_doubt,
    ...(body.ranking && { ranking: body.ranking }),
    request,
    ...plan,
  };
  const context = { correlation: id, texts: [manifest, ...texts] };
  await handle(runtime.log, evaluation, id, { type: 'StartEvaluation', data }, context);
  return data;
}

/** Finds what is wrong with an evaluation, and with its task where that is given; nothing is kept. */
export async function checkEvaluation(connections: Connections, body: CheckEvaluation): Promise<CheckedEvaluation> {
  const { models } = await pin(connections, body);
  budgetOf(body, models);
  if (body.task) {
    needInputs(body.task.name, body.task.inputs.length, 'task.inputs');
    await pinPrompts(body.task, models, body);
  }
  return {
    models: models.map(({ label }) => label),
    pinned: models.map(({ label, model_id, connection_id, prices }) => ({ label, model_id, connection_id, prices })),
  };
}

/** A task that an evaluation can begin with. */
export async function taskOf(runtime: Runtime, queries: Queries, id: string): Promise<KnownTask> {
  await caughtUp(runtime, 'execution');
  const task = await queries.task(id);
  if (!task) throw new NotFound('task', id);
  needInputs(task.name, task.inputs, 'task_id');
  if (task.checks_status === 'generating') {
    throw new Rejection(
      'checks-generating',
      'The checks of this task are still being generated. Try again in a few seconds.',
    );
  }
  return task;
}

function needInputs(name: string, inputs: number, path: string): void {
  if (inputs > 0) return;
  throw new BadInput([{ path, message: `"${name}" has no inputs. Add at least one, with its gold.` }], 'no-inputs');
}
