import type { FailureReason } from '@taskbench/contracts';
import { AttemptError, ListError, type ListFailure, type Provider } from '@taskbench/models';

const unsent = { retryable: false, http_status: null, may_have_cost: false, retry_after_ms: null, generation_id: null };

/** In place of a provider that cannot be asked as it is set: nothing is sent, to it or to any other. */
export function unusable(listing: ListFailure, calling: FailureReason): Provider {
  const refuse = async (): Promise<never> => {
    throw new ListError(listing);
  };
  return {
    ask: async () => {
      throw new AttemptError(calling, unsent, 'Its connection cannot be used as it is set.');
    },
    list: refuse,
    checkKey: refuse,
    cost: null,
  };
}

/** Why a call whose connection was removed, or is another environment's, is not sent anywhere. */
export const gone = (): AttemptError => new AttemptError('connection', unsent, 'The connection of this call is gone.');
