import type { EvaluationView, TaskList } from '@taskbench/contracts';
import type { z } from 'zod';
import type { Api } from '../api.ts';
import { evaluationId } from './find.ts';
import type { RunOptions } from './asked.ts';

/** What a run goes on with: an evaluation, and the task that its file becomes a version of. */
export interface Before {
  readonly extended: EvaluationView | null;
  readonly into: string | null;
}

/** What was there before a run: the evaluation that it extends, or for the cache the newest task of that name. */
export async function before(api: Api, options: RunOptions, name: string): Promise<Before> {
  if (options.extends !== undefined) {
    const id = await evaluationId(api, options.extends);
    const extended = await api.get<EvaluationView>(`/evaluations/${id}`);
    return { extended, into: extended.task_id };
  }
  return { extended: null, into: options.cache ? await newestTask(api, name) : null };
}

async function newestTask(api: Api, name: string): Promise<string | null> {
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: z.infer<typeof TaskList> = await api.get(
      `/tasks?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    const found = page.tasks.find((task) => task.name === name);
    if (found) return found.id;
    cursor = page.next_cursor;
  }
  return null;
}
