import type { Problem } from '@taskbench/contracts';

/** A refusal of the API in one line, with the path of each bad field. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(readonly problem: Problem) {
    super(
      (problem.errors ?? []).map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ') ||
        problem.detail,
    );
  }
}

/** Nobody answers, or not as TaskBench does: nothing is said about what was asked. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

/** The API at an address, as the terminal uses it. */
export interface Api {
  readonly url: string;
  get<View>(path: string): Promise<View>;
  /** Sends a value as JSON, bytes as a zip. */
  post<View>(path: string, body: unknown): Promise<View>;
  remove(path: string): Promise<void>;
}

/**
 * Opens the API; throws an `ApiProblem` for a refusal, `Unanswered` when there is no answer to use, or none within `patienceMs`.
 */
export function openApi(url: string, token = process.env['TASKBENCH_API_TOKEN'], patienceMs?: number): Api {
  async function ask<View>(path: string, init: RequestInit): Promise<View> {
    const type = init.body instanceof Uint8Array ? 'application/zip' : 'application/json';
    const headers = { 'content-type': type, ...(token && { authorization: `Bearer ${token}` }) };
    const signal = patienceMs === undefined ? null : AbortSignal.timeout(patienceMs);
    const response = await fetch(`${url}${path}`, { ...init, headers, signal }).catch(() => {
      throw new Unanswered(
        `TaskBench does not answer at ${url}. Start it with ./RunTaskBench.sh up --detach, then try again.`,
      );
    });
    const body: unknown = await response.json().catch(() => null);
    if (response.ok && body !== null) return body as View;
    if (response.status >= 500 || !isProblem(body))
      throw new Unanswered(
        `${url} answered ${response.status}${isProblem(body) ? `: ${body.detail}` : '; is that TaskBench?'} See ./RunTaskBench.sh status.`,
      );
    throw new ApiProblem(body);
  }
  return {
    url,
    remove: (path) => ask(path, { method: 'DELETE' }),
    get: (path) => ask(path, { method: 'GET' }),
    post: (path, body) => ask(path, { method: 'POST', body: body instanceof Uint8Array ? body : JSON.stringify(body) }),
  };
}

const isProblem = (body: unknown): body is Problem => typeof body === 'object' && body !== null && 'detail' in body;
