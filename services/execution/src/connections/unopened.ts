import { AttemptError, ListError, type Provider } from '@taskbench/models';

const unsent = { retryable: false, http_status: null, may_have_cost: false, retry_after_ms: null, generation_id: null };
const unlisted = async (): Promise<never> => {
  throw new ListError('unopened_key');
};

/** In place of a provider whose key cannot be opened: it is never asked without one. */
export const unopened: Provider = {
  ask: async () => {
    throw new AttemptError('refused_key', unsent, 'The key of its connection cannot be opened.');
  },
  list: unlisted,
  checkKey: unlisted,
};

/** Why a call whose connection was removed, or is another environment's, is not sent anywhere. */
export const gone = (): AttemptError => new AttemptError('connection', unsent, 'The connection of this call is gone.');
