import type { FailureReason } from '@taskbench/contracts';
import OpenAI from 'openai';
import { FORBIDDEN } from './guard.ts';
import { CERTIFICATE } from './list.ts';
import { AttemptError } from './provider.ts';
import { retryAfter } from './wait.ts';

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

/** Why an answer that came with 200 is none, and whether another try may bring one. */
const BROKEN = {
  cut_stream: [true, 'The answer broke off.'],
  malformed: [true, 'The answer could not be read.'],
  error_in_answer: [true, 'The answer held an error.'],
  no_choices: [true, 'The answer held no choice.'],
  empty_answer: [true, 'The answer was empty.'],
  length: [false, 'All tokens were spent before the first word.'],
  refusal: [false, 'The model declined without a word.'],
} as const satisfies Partial<Record<FailureReason, readonly [boolean, string]>>;

const LATE = {
  timeout: 'No answer within the time limit.',
  first_token_timeout: 'No first token within its time limit.',
} as const;

// Nothing was sent: the address did not take the connection.
const UNSENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  FORBIDDEN,
]);

/** An answer with 200 that is none. It may have been charged. */
export function broken(reason: keyof typeof BROKEN, generation_id: string | null): AttemptError {
  const [retryable, message] = BROKEN[reason];
  return failure(reason, message, { retryable, http_status: 200, may_have_cost: true, generation_id });
}

/** A deadline passed; the provider may go on answering, and charge for it. */
export const late = (reason: keyof typeof LATE, generation_id: string | null): AttemptError =>
  failure(reason, LATE[reason], { retryable: true, http_status: null, may_have_cost: true, generation_id });

/** What an error of the wire means for the call: its reason, whether to try again and when, whether it may cost. */
export function classify(error: unknown, generation_id: string | null = null): AttemptError {
  if (error instanceof AttemptError) return error;
  if (error instanceof OpenAI.APIConnectionTimeoutError) return late('timeout', generation_id);
  if (error instanceof OpenAI.APIConnectionError) {
    const code = codeOf(error);
    const details = { http_status: null, may_have_cost: !UNSENT.has(code) && !CERTIFICATE.test(code), generation_id };
    return failure('connection', 'The provider could not be reached.', { ...details, retryable: code !== FORBIDDEN });
  }
  if (error instanceof OpenAI.APIError) return refused(error, generation_id);
  return broken(error instanceof SyntaxError ? 'malformed' : 'cut_stream', generation_id);
}

/** An error status, or an error within an answer: its code then says what a status would. */
function refused(error: InstanceType<typeof OpenAI.APIError>, generation_id: string | null): AttemptError {
  const inside = typeof error.status !== 'number';
  const status = inside ? Number(error.code) : Number(error.status);
  const known = BY_STATUS[status];
  if (inside && !known) return broken('error_in_answer', generation_id);
  const [reason, retryable] = wasFlagged(status, error.error)
    ? (['refusal', false] as const)
    : (known ?? (status >= 500 ? ['server_error', true] : ['provider_error', false]));
  return failure(reason, `The provider answered ${status}.`, {
    retryable,
    http_status: inside ? 200 : status,
    may_have_cost: inside,
    retry_after_ms: retryAfter(error.headers),
    generation_id,
  });
}

/** OpenRouter's 403 where a content filter declined the input or the answer: the key is none the worse for it. */
function wasFlagged(status: number, error: unknown): boolean {
  const { code, metadata } = (error ?? {}) as {
    code?: unknown;
    metadata?: { reasons?: unknown; flagged_input?: unknown };
  };
  const named = code === 'content_policy_violation' || code === 'refusal';
  return status === 403 && (named || metadata?.reasons !== undefined || metadata?.flagged_input !== undefined);
}

const failure = (
  reason: FailureReason,
  message: string,
  details: Omit<AttemptError['details'], 'retry_after_ms'> & { retry_after_ms?: number | null },
) => new AttemptError(reason, { retry_after_ms: null, ...details }, message);

/** The system's code of a failed connection, wherever in the chain of causes it is. */
function codeOf(error: unknown): string {
  let at = error as { code?: unknown; cause?: unknown } | undefined;
  for (let depth = 0; at && depth < 5; at = at.cause as typeof at, depth++)
    if (typeof at.code === 'string') return at.code;
  return '';
}
