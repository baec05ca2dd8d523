import type { ModelList, ModelRow, ResultsView } from '@taskbench/contracts';
import type { Api } from '../api.ts';

/** A model that was asked for, and what the catalogue says of it; null where the provider keeps no list. */
export interface KnownModel {
  readonly id: string;
  readonly known: ModelRow | null;
}

/** Looks models up; throws a sentence for each that the catalogue does not have. */
export async function knownModels(api: Api, ids: readonly string[], connectionId?: string): Promise<KnownModel[]> {
  const at = connectionId === undefined ? '' : `&connection_id=${encodeURIComponent(connectionId)}`;
  const found = await Promise.all(
    ids.map(async (id) => {
      const { models } = await api.get<ModelList>(`/models?limit=200&search=${encodeURIComponent(id)}${at}`);
      return { id, known: models.find((model) => model.id === id || model.aliases.includes(id)) ?? null };
    }),
  );
  const missing = found.filter(({ known }) => known === null);
  if (missing.length === 0 || (await api.get<ModelList>(`/models?limit=1${at}`)).models.length === 0) return found;
  throw new Error((await Promise.all(missing.map(({ id }) => unknown(api, id)))).join(' '));
}

const BEGINNING = 5;

async function unknown(api: Api, id: string): Promise<string> {
  const begins = id.slice(id.lastIndexOf('/') + 1).slice(0, BEGINNING);
  const { models } = await api.get<ModelList>(`/models?limit=3&search=${encodeURIComponent(begins)}`);
  const near = models.map((model) => model.id).join(', ');
  return `The catalogue has no model "${id}". ${near ? `Did you mean ${near}?` : './RunTaskBench.sh models lists those that it has.'}`;
}

/** The ids of the models of an evaluation, whatever they are labelled there. */
export async function modelsOf(api: Api, id: string): Promise<string[]> {
  const { rows } = await api.get<ResultsView>(`/evaluations/${id}/results`);
  return rows.sort((one, other) => one.place - other.place).map(({ model_id }) => model_id);
}
