import type { ResultsView } from '@taskbench/contracts';
import type { Api } from '../api.ts';

/** The ids of the models of an evaluation, whatever they are labelled there. */
export async function modelsOf(api: Api, id: string): Promise<string[]> {
  const { rows } = await api.get<ResultsView>(`/evaluations/${id}/results`);
  return rows.sort((one, other) => one.place - other.place).map(({ model_id }) => model_id);
}
