import type { EvaluationView, ResultsView } from '@taskbench/contracts';
import { Unanswered, type Api } from '../api.ts';
import { sleep } from '../sleep.ts';
import { progressLine, settled, type Progress } from '../show/progress.ts';

const EVERY_MS = 250;
/** A restart of the services takes less; the evaluation goes on by itself meanwhile. */
const PATIENCE_MS = 60_000;

/** Whether nothing happens any more before somebody does something. */
const stands = ({ ended_at, status }: EvaluationView): boolean =>
  ended_at !== null || status === 'paused' || status === 'held';

/** Watches an evaluation until it ends, stands still, or the watcher is interrupted. */
export async function follow(
  api: Api,
  id: string,
  progress: Progress,
  interrupted?: AbortSignal,
): Promise<EvaluationView> {
  const read = patient(() => api.get<EvaluationView>(`/evaluations/${id}`), progress);
  const settledBefore = settled(await read());
  const began = Date.now();
  for (;;) {
    const evaluation = await read();
    const pace = { settledBefore, elapsedMs: Date.now() - began };
    progress.show(progressLine(evaluation, pace), settled(evaluation) / evaluation.progress.planned);
    if (stands(evaluation) || interrupted?.aborted) return evaluation;
    await sleep(EVERY_MS, interrupted);
  }
}

/** Its results: final when it has ended, as they stand when it stands still. */
export async function resultsOf(api: Api, { id, ended_at }: EvaluationView): Promise<ResultsView> {
  for (;;) {
    const results = await api.get<ResultsView>(`/evaluations/${id}/results`);
    if (results.final || ended_at === null) return results;
    await sleep(EVERY_MS);
  }
}

/** Asks again while nobody answers, for as long as a restart takes. */
function patient<View>(ask: () => Promise<View>, progress: Progress): () => Promise<View> {
  return async () => {
    for (const until = Date.now() + PATIENCE_MS; ;) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof Unanswered) || Date.now() > until) throw error;
        progress.wait('The services do not answer; the evaluation goes on when they do');
        await sleep(EVERY_MS * 4);
      }
    }
  };
}
