import { isHttpError } from '@sveltejs/kit';
import { evaluations, recommendations, tasks } from '#lib/api/api.server.ts';

/** A panel whose service refuses says so in its own place; the page only fails when nothing answers. */
const orProblem = <T>(asked: Promise<T>) =>
  asked.then(
    (value) => ({ value, problem: null }),
    (reason: unknown) => {
      if (!isHttpError(reason) || reason.status === 503) throw reason;
      return { value: null, problem: reason.body.message };
    },
  );

export async function load() {
  const [known, answers, runs] = await Promise.all([
    orProblem(tasks()),
    orProblem(recommendations()),
    orProblem(evaluations()),
  ]);
  return { tasks: known, recommendations: answers, evaluations: runs };
}
