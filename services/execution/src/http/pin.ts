import {
  knownPrices,
  parseUsd,
  type CheckEvaluation,
  type ModelEntry,
  type PinnedModel,
  type StartEvaluation,
  type TaskDefinition,
} from '@taskbench/contracts';
import { BadInput } from '@taskbench/service-kit';
import type { Connections } from '../connections/connections.ts';
import { find } from '../connections/find.ts';
import { refuseLong } from '../long-inputs/refuse-long.ts';
import { guardLeaks } from '../prompting/guard-leaks.ts';
import { knownPrompts } from '../prompting/known-prompts.ts';
import { schemaOf } from '../prompting/schema.ts';
import type { Plan } from './start.ts';

/** What is known of a model when it is looked up, and not pinned as it is. */
interface Found {
  readonly baseUrl: string;
  readonly takesSchema: boolean;
}

/** The models of an evaluation with their connections and prices, as old as the oldest list of them. */
export async function pin(
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

export function budgetOf({ budget_usd }: CheckEvaluation, models: readonly PinnedModel[]): number | null {
  if (budget_usd === undefined) return null;
  const priceless = models.findIndex(({ prices }) => !knownPrices(prices));
  if (priceless >= 0) {
    const { label } = models[priceless]!;
    const message = `the price of "${label}" is unknown, so a budget cannot be kept. Leave the budget out, or the model.`;
    throw new BadInput([{ path: `models.${priceless}`, message }], 'unknown-price');
  }
  return parseUsd(budget_usd);
}

/** Its models as they are asked, once nothing speaks against their prompts. */
export async function pinPrompts(
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
