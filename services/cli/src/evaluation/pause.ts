import type { CallList, CallView, EvaluationView } from '@taskbench/contracts';
import type { z } from 'zod';
import { ApiProblem, type Api } from '../api.ts';
import type { Progress } from '../show/progress.ts';
import { sleep } from '../sleep.ts';

const EVERY_MS = 200;

/** Pauses an evaluation and waits until none of its calls is on its way. One that has just ended stays as it is. */
export async function pause(api: Api, id: string, progress: Progress): Promise<EvaluationView> {
  try {
    await api.post(`/evaluations/${id}/pause`, {});
  } catch (error) {
    if (!(error instanceof ApiProblem && error.problem.code === 'evaluation-ended')) throw error;
  }
  let [underWay] = await attempting(api, id);
  while (underWay) {
    progress.wait('Paused; the calls under way are ending. Ctrl-C leaves at once');
    await sleep(EVERY_MS);
    const { status } = await api.get<CallView>(`/calls/${underWay}`);
    if (status !== 'attempting') [underWay] = await attempting(api, id);
  }
  return api.get<EvaluationView>(`/evaluations/${id}`);
}

async function attempting(api: Api, id: string): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: z.infer<typeof CallList> = await api.get(
      `/evaluations/${id}/calls?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    found.push(...page.calls.filter(({ status }) => status === 'attempting').map(({ call_id }) => call_id));
    cursor = page.next_cursor;
  }
  return found;
}
