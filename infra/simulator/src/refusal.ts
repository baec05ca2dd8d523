import type { ServerResponse } from 'node:http';

const CODES: Readonly<Record<number, readonly [type: string, code: string | null]>> = {
  400: ['invalid_request_error', null],
  401: ['invalid_request_error', 'invalid_api_key'],
  402: ['insufficient_quota', 'insufficient_quota'],
  404: ['invalid_request_error', 'model_not_found'],
  429: ['rate_limit_error', 'rate_limit_exceeded'],
  500: ['server_error', null],
};

/** Refuses a request with an error body as OpenAI writes it. */
export function refuse(
  response: ServerResponse,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const [type, code] = CODES[status] ?? ['server_error', null];
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: { message, type, param: null, code } }));
}

/** `Retry-After` in seconds, or as a date, which knows whole seconds only. */
export function retryAfter(seconds: number | undefined, asDate: boolean): Record<string, string> {
  if (seconds === undefined) return {};
  const at = new Date(Math.ceil((Date.now() + seconds * 1000) / 1000) * 1000);
  return { 'retry-after': asDate ? at.toUTCString() : String(seconds) };
}
