import type { Problem } from '@taskbench/contracts';

/** A refusal of the API in one line, with the path of each bad field. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(readonly problem: Problem) {
    super(
      (problem.errors ?? []).map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('\n') ||
        problem.detail,
    );
  }
}

/** The API at an address, as the terminal uses it. */
export interface Api {
  readonly url: string;
  get<View>(path: string): Promise<View>;
  post<View>(path: string, body: unknown): Promise<View>;
}

/** Opens the API; throws an `ApiProblem` for a refusal, a plain sentence when nobody answers. */
export function openApi(url: string, token = process.env['TASKBENCH_API_TOKEN']): Api {
  async function ask<View>(path: string, init: RequestInit): Promise<View> {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const response = await fetch(`${url}${path}`, { ...init, headers }).catch(() => {
      throw new Error(`TaskBench does not answer at ${url}. Start it with ./RunTaskBench.sh up --detach.`);
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new ApiProblem(body as Problem);
    return body as View;
  }
  return {
    url,
    get: (path) => ask(path, { method: 'GET' }),
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
  };
}
