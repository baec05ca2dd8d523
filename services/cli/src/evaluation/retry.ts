import type { EvaluationView } from '@taskbench/contracts';
import { openApi } from '../api.ts';
import { say } from '../say.ts';
import { agreed } from './agreed.ts';
import { conclude, type Conclusion } from './conclude.ts';
import { evaluationId } from './find.ts';
import { EXIT } from './outcome.ts';
import { pinned } from './pinned.ts';

export interface RetryOptions extends Conclusion {
  readonly budget?: string;
  readonly yes?: boolean;
  readonly allowLeaks?: boolean;
}

/** Asks again what an evaluation lacks and carries over what it has. Answers the exit code. */
export async function retry(
  apiUrl: string,
  asked: string,
  options: RetryOptions,
  interrupted?: AbortSignal,
): Promise<number> {
  const api = openApi(apiUrl);
  const of = await evaluationId(api, asked);
  const body = { extends: of, budget_usd: options.budget, allow_leaks: options.allowLeaks ?? false };
  const models = await pinned(api, body);
  const { task_id } = await api.get<EvaluationView>(`/evaluations/${of}`);
  const spending = { models, budget_usd: options.budget, yes: options.yes ?? false };
  const go = await agreed(spending, { input: process.stdin, output: process.stderr }, interrupted);
  if (!go) {
    say('Nothing was started.');
    return interrupted?.aborted ? EXIT.interrupted : EXIT.badInput;
  }
  const { id } = await api.post<EvaluationView>('/evaluations', { ...body, task_id });
  if (!options.quiet) say(`Evaluation ${id} goes on with ${of}: what failed or is missing is asked again.\n`);
  return conclude(api, id, options, interrupted);
}
