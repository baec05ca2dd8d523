import type { ServerResponse } from 'node:http';

const CODES: Readonly<Record<number, readonly [type: string, code: string | null]>> = {
  400: ['invalid_request_error', null],
  401: ['invalid_request_error', 'invalid_api_key'],
  404: ['invalid_request_error', 'model_not_found'],
  429: ['rate_limit_error', 'rate_limit_exceeded'],
  500: ['server_error', null],
};

/** Refuses a request with an error body as OpenAI writes it. */
export function refuse(response: ServerResponse, status: number, message: string, retryAfter?: number): void {
  const [type, code] = CODES[status] ?? ['server_error', null];
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: { message, type, param: null, code } }));
}
