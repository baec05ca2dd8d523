import type { FailureReason } from '@taskbench/contracts';
import OpenAI from 'openai';
import { AttemptError } from './provider.ts';

const BY_STATUS: Readonly<Record<number, readonly [FailureReason, retryable: boolean]>> = {
  400: ['bad_request', false],
  401: ['refused_key', false],
  402: ['no_credit', false],
  403: ['refused_key', false],
  404: ['unknown_model', false],
  408: ['timeout', true],
  409: ['server_error', true],
  413: ['bad_request', false],
  422: ['bad_request', false],
  429: ['rate_limited', true],
};

/** What an error of the wire means for the call: its reason, whether to try again and when, whether it may cost. */
export function classify(error: unknown, begun: boolean, timedOut = false): AttemptError {
  if (timedOut || error instanceof OpenAI.APIConnectionTimeoutError) {
    return failure('timeout', true, null, true, null, 'No answer within the time limit.');
  }
  if (error instanceof OpenAI.APIConnectionError) {
    return failure('connection', true, null, begun, null, 'The provider could not be reached.');
  }
  if (error instanceof OpenAI.APIError && typeof error.status === 'number') {
    const { status } = error;
    const [reason, retryable] =
      BY_STATUS[status] ?? (status >= 500 ? ['server_error', true] : ['provider_error', false]);
    return failure(reason, retryable, status, begun, retryAfter(error.headers), `The provider answered ${status}.`);
  }
  if (error instanceof OpenAI.APIError)
    return failure('provider_error', true, 200, true, null, 'The stream held an error.');
  return failure('cut_stream', true, null, true, null, 'The answer broke off.');
}

const failure = (
  reason: FailureReason,
  retryable: boolean,
  http_status: number | null,
  may_have_cost: boolean,
  retry_after_ms: number | null,
  message: string,
) => new AttemptError(reason, { retryable, http_status, may_have_cost, retry_after_ms }, message);

/** `Retry-After` in seconds or as a date, in ms from now. */
function retryAfter(headers: Headers | undefined): number | null {
  const text = headers?.get('retry-after');
  if (!text) return null;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? ms : null;
}
