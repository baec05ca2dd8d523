import { randomInt } from 'node:crypto';
import {
  EvaluationStarted,
  knownPrices,
  parseUsd,
  type CheckEvaluation,
  type DataOf,
  type PinnedModel,
  type QualityCheck,
  type StartEvaluation,
  type TaskDefinition,
} from '@taskbench/contracts';
import { handle, type SealedText } from '@taskbench/event-log';
import { Rejection } from '@taskbench/kernel';
import { BadInput, canonical, caughtUp, KeyReused, NotFound, resourceId, type Runtime } from '@taskbench/service-kit';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Listing } from '../catalogue/copy.ts';
import { evaluation } from '../domain/evaluation.ts';
import type { KnownTask } from '../projections/tasks.ts';
import type { Queries } from './queries.ts';

type Started = DataOf<typeof EvaluationStarted>;

/** Starts an evaluation: finds whatever is wrong with it first, pins all it needs, then says so in the log. */
export async function startEvaluation(
  { runtime, catalogue, queries }: { runtime: Runtime; catalogue: Catalogue; queries: Queries },
  body: StartEvaluation,
  key?: string,
): Promise<Started> {
  const task = await taskOf(runtime, queries, body.task_id);
  const listing = await catalogue.current();
  const models = pin(catalogue, listing, body);
  const budget_nano = budgetOf(body, models);
  return begin(runtime, task, body, key, () => ({
    models,
    priced_at: new Date(listing.fetchedAt).toISOString(),
    concurrency: body.concurrency ?? runtime.config.maxConcurrency,
    budget_nano,
    temperature: body.temperature ?? null,
    max_tokens: body.max_tokens,
    simulated: runtime.config.simulated,
  }));
}

/** What an evaluation pins beside its task, and the texts that this names. */
type Plan = Pick<
  Started,
  'models' | 'priced_at' | 'concurrency' | 'budget_nano' | 'temperature' | 'max_tokens' | 'simulated' | 'imported'
> & { readonly texts?: readonly SealedText[] };

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
export async function checkEvaluation(catalogue: Catalogue, body: CheckEvaluation): Promise<string[]> {
  const models = pin(catalogue, await catalogue.current(), body);
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

const pin = (catalogue: Catalogue, listing: Listing, { models }: CheckEvaluation): PinnedModel[] =>
  models.map((asked, index) => {
    const name = typeof asked === 'string' ? asked : asked.model_id;
    const { id, prices, parameters } = catalogue.find(listing, name, `models.${index}`);
    return {
      label: typeof asked === 'string' ? asked : (asked.label ?? asked.model_id),
      model_id: id,
      connection_id: catalogue.connectionId,
      prices,
      seeded: parameters?.includes('seed') ?? false,
      ...(parameters && { tempered: parameters.includes('temperature') }),
    };
  });

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
