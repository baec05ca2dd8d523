import type { EvaluationView } from '@taskbench/contracts';
import { ApiProblem, openApi, type Api } from '../api.ts';
import { onInterrupt } from '../interrupt.ts';
import { say } from '../say.ts';
import { whole } from '../show/amounts.ts';
import { settled } from '../show/progress.ts';
import { conclude } from './conclude.ts';
import { evaluationId } from './find.ts';
import { EXIT } from './outcome.ts';

/** Pauses, resumes or cancels an evaluation; with `follow` goes on to its ranking. Answers the exit code. */
export async function lifecycle(
  apiUrl: string,
  deed: 'pause' | 'resume' | 'cancel',
  asked: string,
  follow: boolean,
): Promise<number> {
  const api = openApi(apiUrl);
  const id = await evaluationId(api, asked);
  const evaluation = await done(api, deed, id, follow);
  const { status, progress } = evaluation;
  say(`Evaluation ${id} is ${status}: ${whole(settled(evaluation))} of ${whole(progress.planned)} calls are settled.`);
  if (follow) return conclude(api, id, {}, onInterrupt());
  if (status === 'paused') say(`Go on:  ./RunTaskBench.sh resume ${id} --follow`);
  return EXIT.done;
}

/** Following one that has ended meanwhile is no mistake: its ranking is what was wanted. */
async function done(api: Api, deed: string, id: string, follow: boolean): Promise<EvaluationView> {
  try {
    return await api.post<EvaluationView>(`/evaluations/${id}/${deed}`, {});
  } catch (error) {
    const ended = error instanceof ApiProblem && error.problem.code === 'evaluation-ended';
    if (!ended || !follow) throw error;
    return api.get<EvaluationView>(`/evaluations/${id}`);
  }
}
