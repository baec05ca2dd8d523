import { randomInt } from 'node:crypto';
import {
  EvaluationStarted,
  knownPrices,
  parseUsd,
  type CheckEvaluation,
  type DataOf,
  type ModelEntry,
  type PinnedModel,
  type QualityCheck,
  type StartEvaluation,
  type TaskDefinition,
} from '@taskbench/contracts';
import { handle, type SealedText } from '@taskbench/event-log';
import { Rejection } from '@taskbench/kernel';
import { BadInput, canonical, caughtUp, KeyReused, NotFound, resourceId, type Runtime } from '@taskbench/service-kit';
import type { Connections } from '../connections/connections.ts';
import { find } from '../connections/find.ts';
import { evaluation } from '../domain/evaluation.ts';
import type { KnownTask } from '../projections/tasks.ts';
import { refuseLong } from '../long-inputs/refuse-long.ts';
import { guardLeaks, knownPrompts } from '../prompting/guard-leaks.ts';
import { schemaOf } from '../prompting/schema.ts';
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

/** Its models as they are asked, once nothing speaks against their prompts. */
async function pinPrompts(
  task: TaskDefinition,
  models: readonly (PinnedModel & Pick<Found, 'takesSchema'>)[],
  {
    allow_leaks,
    structured_output,
    long_inputs,
  }: Pick<StartEvaluation, 'allow_leaks' | 'structured_output' | 'long_inputs'>,
): Promise<Pick<Plan, 'models' | 'leaks' | 'long_inputs'>> {
  knownPrompts(task, models);
  await refuseLong(task, models, long_inputs);
  const leaks = guardLeaks(task, models, allow_leaks);
  const structured = structured_output === 'auto' && schemaOf(task.output) !== null;
  return {
    models: models.map(({ takesSchema, ...model }) => ({ ...model, ...(structured && takesSchema && { structured }) })),
    ...(leaks > 0 && { leaks }),
    ...(long_inputs !== 'refuse' && { long_inputs }),
  };
}

/** What an evaluation pins beside its task, and the texts that this names. */
type Plan = Pick<
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

/** Finds what is wrong with an evaluation but for its task; answers the labels of its models. */
export async function checkEvaluation(connections: Connections, body: CheckEvaluation): Promise<string[]> {
  const { models } = await pin(connections, body);
  budgetOf(body, models);
  return models.map(({ label }) => label);
}

/** A task that an evaluation can begin with. */
export async function taskOf(runtime: Runtime, queries: Queries, id: string): Promise<KnownTask> {
  await caughtUp(runtime, 'execution');
  const task = await queries.task(id);
  if (!task) throw new NotFound('task', id);
  if (task.inputs === 0) {
    throw new BadInput(
      [{ path: 'task_id', message: `"${task.name}" has no inputs. Add at least one, with its gold.` }],
      'no-inputs',
    );
  }
  if (task.checks_status === 'generating') {
    throw new Rejection(
      'checks-generating',
      'The checks of this task are still being generated. Try again in a few seconds.',
    );
  }
  return task;
}

/** What is known of a model when it is looked up, and not pinned as it is. */
interface Found {
  readonly baseUrl: string;
  readonly takesSchema: boolean;
}

/** The models of an evaluation with their connections and prices, as old as the oldest list of them. */
async function pin(
  connections: Connections,
  { models }: CheckEvaluation,
): Promise<Pick<Plan, 'simulated'> & { models: (PinnedModel & Found)[]; priced_at: string }> {
  const asked = models.map((one): Exclude<ModelEntry, string> => (typeof one === 'string' ? { model_id: one } : one));
  const paths = models.map((_, index) => `models.${index}`);
  const found = await find(await connections.all(), asked, paths);
  const other = found.findIndex(({ connection }) => connection.simulated !== found[0]!.connection.simulated);
  if (other >= 0) {
    const message = 'simulated models and real ones are not compared: evaluate them apart';
    throw new BadInput([{ path: paths[other]!, message }], 'simulated-and-real');
  }
  return {
    simulated: found[0]!.connection.simulated,
    priced_at: new Date(Math.min(...found.map(({ listing }) => listing.fetchedAt))).toISOString(),
    models: found.map(({ connection, model: { id, prices, parameters, context_length } }, index) => ({
      label: labelOf(models[index]!),
      model_id: id,
      connection_id: connection.id,
      baseUrl: connection.baseUrl,
      prices,
      seeded: parameters?.includes('seed') ?? false,
      ...(parameters && { tempered: parameters.includes('temperature') }),
      ...(context_length !== null && { context_length }),
      ...(asked[index]!.prompt !== undefined && { prompt: asked[index]!.prompt }),
      ...(asked[index]!.parameters && { parameters: asked[index]!.parameters }),
      takesSchema: parameters?.includes('structured_outputs') ?? false,
    })),
  };
}

const labelOf = (asked: CheckEvaluation['models'][number]): string =>
  typeof asked === 'string' ? asked : (asked.label ?? asked.model_id);

function budgetOf({ budget_usd }: CheckEvaluation, models: readonly PinnedModel[]): number | null {
  if (budget_usd === undefined) return null;
  const priceless = models.findIndex(({ prices }) => !knownPrices(prices));
  if (priceless >= 0) {
    const { label } = models[priceless]!;
    const message = `the price of "${label}" is unknown, so a budget cannot be kept. Leave the budget out, or the model.`;
    throw new BadInput([{ path: `models.${priceless}`, message }], 'unknown-price');
  }
  return parseUsd(budget_usd);
}
