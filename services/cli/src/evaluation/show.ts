import type { EvaluationList, ResultsView } from '@taskbench/contracts';
import type { z } from 'zod';
import { openApi } from '../api.ts';
import type { ReportFormat } from '../commands/report-format.ts';
import { print, printJson, say } from '../say.ts';
import { csv } from '../show/csv.ts';
import { evaluationLines } from '../show/lists.ts';
import { ranking } from '../show/ranking.ts';
import { screenOf } from '../show/screen.ts';
import { evaluationId } from './find.ts';

/** Prints what an evaluation found out. */
export async function report(
  apiUrl: string,
  asked: string,
  { format, details }: { format: ReportFormat; details?: boolean },
): Promise<void> {
  const api = openApi(apiUrl);
  const results = await api.get<ResultsView>(`/evaluations/${await evaluationId(api, asked)}/results`);
  if (format === 'json') printJson(results);
  else if (format === 'csv') process.stdout.write(csv(results));
  else print(ranking(results, screenOf(process.stdout), details));
}

/** Prints the list of evaluations. */
export async function showEvaluations(
  apiUrl: string,
  { limit, json }: { limit: number; json?: boolean },
): Promise<void> {
  const page = await openApi(apiUrl).get<z.infer<typeof EvaluationList>>(`/evaluations?limit=${limit}`);
  if (json) return printJson(page);
  if (page.evaluations.length === 0)
    return say('There is no evaluation yet. Start one with ./RunTaskBench.sh run TASK.yaml.');
  print(evaluationLines(page.evaluations, screenOf(process.stdout)));
  if (page.next_cursor !== null) say('There are more: --limit shows up to 200.');
}
