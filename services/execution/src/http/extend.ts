import type {
  CheckEvaluation,
  CheckExtension,
  DataOf,
  EvaluationStarted,
  ExtendEvaluation,
} from '@taskbench/contracts';
import { BadInput, caughtUp } from '@taskbench/service-kit';
import type { ShownEvaluation } from './queries.ts';
import { startEvaluation, type Starting } from './start.ts';

type Started = DataOf<typeof EvaluationStarted>;

/** Whether an evaluation is asked for that goes on with another. */
export const goesOn = (body: unknown): boolean => typeof body === 'object' && body !== null && 'extends' in body;

/** Starts an evaluation that carries over what an ended one of the same task was answered. */
export async function extendEvaluation(parts: Starting, body: ExtendEvaluation, key?: string): Promise<Started> {
  return startEvaluation(parts, { ...(await extension(parts, body)), task_id: body.task_id }, key);
}

/** What is asked for by going on with an evaluation, once nothing speaks against that: what is left out is as it was there. */
export async function extension({ runtime, queries }: Starting, body: CheckExtension) {
  await caughtUp(runtime, 'execution');
  const found = await queries.evaluation(body.extends);
  if (!found) throw refused('there is no such evaluation');
  const message = refusal(found, body.task_id);
  if (message) throw refused(message);
  return { ...asThere(found.started, body), extends: found.evaluation_id };
}

const refused = (message: string) => new BadInput([{ path: 'extends', message }], 'not-extendable');

function refusal(found: ShownEvaluation, taskId: string | undefined): string | null {
  if (taskId !== undefined && found.started.task_id !== taskId) return 'is an evaluation of another task';
  if (found.started.imported) return 'has outputs that were imported: no model was asked';
  if (found.ended_at === null) return 'has not ended; wait for its end, or cancel it';
  // Silently paying for all of it again is not what is wanted.
  if (found.started.cache === undefined) return 'began before answers could be carried over; start a new evaluation';
  return null;
}

// Else nothing would be asked alike.
const asThere = (there: Started, { models, ...asked }: CheckExtension): CheckEvaluation => ({
  ...asked,
  models:
    models ??
    there.models.map(({ label, model_id, connection_id, prompt, parameters }) => ({
      label,
      model_id,
      connection_id,
      prompt,
      parameters,
    })),
  repetitions: asked.repetitions ?? there.repetitions,
  temperature: asked.temperature ?? there.temperature ?? undefined,
  max_tokens: asked.max_tokens ?? there.max_tokens,
  seed: asked.seed ?? there.seed,
  in_doubt: asked.in_doubt ?? there.in_doubt,
  ranking: asked.ranking ?? there.ranking,
  long_inputs: asked.long_inputs ?? there.long_inputs ?? 'refuse',
  structured_output: asked.structured_output ?? (there.models.some(({ structured }) => structured) ? 'auto' : 'off'),
});
