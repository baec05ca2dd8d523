import type { FailureReason } from './call-events.ts';
import type { AbandonedModel } from './views.ts';

const WHY: Partial<Record<FailureReason, string>> = {
  rate_limited: 'its provider says that it is asked too often',
  server_error: 'its provider fails',
  timeout: 'it does not end within the time limit',
  first_token_timeout: 'it does not begin within the time limit',
  connection: 'its provider cannot be reached',
  cut_stream: 'its answers break off',
  malformed: 'its answers cannot be read',
  error_in_answer: 'its answers hold errors',
  no_choices: 'its answers are empty',
  empty_answer: 'its answers are empty',
  length: 'its tokens are spent before the first word',
  refusal: 'it declines',
  refused_key: 'its provider refuses the key',
  no_credit: 'no credit is left with its provider',
  unknown_model: 'its provider does not know it',
  bad_request: 'its provider refuses the request',
};

/** Why a model was abandoned, in one sentence. */
export function whyAbandoned({ label, reason, after, count }: AbandonedModel): string {
  const what = after === 'failed_calls' ? 'calls failed' : 'attempts timed out';
  return `${label}: ${count} ${what} in a row, because ${WHY[reason] ?? 'no answer came'}.`;
}
