import { error } from '@sveltejs/kit';
import type { EvaluationList, EvaluationView, RecommendationList, ResultsView, TaskList } from '@taskbench/contracts';
import type { z } from 'zod';

type Of<Schema extends z.ZodType> = z.infer<Schema>;

/** Where the services answer; the browser itself only knows `/api`. */
const base = () => (process.env.API_URL ?? 'http://127.0.0.1:8000').replace(/\/$/, '');
const TIMEOUT_MS = 10_000;
const token = process.env.TASKBENCH_API_TOKEN;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function unreachable(): never {
  error(503, {
    message: `TaskBench's services do not answer at ${base()}.`,
    hint: 'Nothing was lost. Run ./RunTaskBench.sh status to see which of them are up.',
    code: 'services-unreachable',
  });
}

async function get<T>(path: string): Promise<T> {
  const answer = await fetch(base() + path, {
    headers: { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null);
  if (!answer || [502, 503, 504].includes(answer.status)) unreachable();
  const body = await answer.json().catch(() => null);
  if (answer.ok && body !== null) return body as T;
  error(answer.ok ? 502 : answer.status, {
    message: body?.detail ?? `The services answered ${path} with ${answer.status} and no reason.`,
    code: body?.code,
  });
}

const page = (cursor?: string | null, limit = 200) =>
  `?limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;

const named = (id: string) =>
  UUID.test(id) ? id : error(404, { message: 'There is no evaluation at this address.', code: 'not-found' });

export const tasks = () => get<Of<typeof TaskList>>(`/tasks${page()}`);
export const recommendations = () => get<Of<typeof RecommendationList>>(`/recommendations${page()}`);
export const evaluations = (cursor?: string | null, limit?: number) =>
  get<Of<typeof EvaluationList>>(`/evaluations${page(cursor, limit)}`);
export const evaluation = (id: string) => get<EvaluationView>(`/evaluations/${named(id)}`);
const DIGITS = 5;

/** Figures as exactly as a page can show them: the doubles of the API are three times as long. */
const shown = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'number' && !Number.isInteger(part) ? Number(part.toPrecision(DIGITS)) : part,
  ) as T;

/** Ranked by what the evaluation declares, else by F1, unless something else is asked for. */
export const results = async (id: string, rankBy: string | null = null): Promise<ResultsView> =>
  shown(
    await get<ResultsView>(
      `/evaluations/${named(id)}/results${rankBy === null ? '' : `?rank_by=${encodeURIComponent(rankBy)}`}`,
    ),
  );
