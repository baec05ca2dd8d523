import { isHttpError } from '@sveltejs/kit';
import { evaluation as find, results as findResults } from '#lib/api/api.server.ts';
import { ended } from '#lib/status.ts';

export async function load({ params, url }) {
  const evaluation = await find(params.id);
  const { simulated } = evaluation;
  if (!ended(evaluation.status)) return { evaluation, simulated, results: null, problem: null };
  try {
    return {
      evaluation,
      simulated,
      results: await findResults(params.id, url.searchParams.get('rank_by')),
      problem: null,
    };
  } catch (reason) {
    if (!isHttpError(reason)) throw reason;
    // no results yet: scoring follows the last call
    return { evaluation, simulated, results: null, problem: reason.status === 404 ? null : reason.body.message };
  }
}
