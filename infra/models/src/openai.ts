import OpenAI from 'openai';
import { askOnce, type Deadlines } from './ask.ts';
import { fetchCost } from './generation.ts';
import { checkKey, fetchList, type Address } from './list.ts';
import type { Provider } from './provider.ts';
import { fetchBy } from './proxy.ts';
import { failureWithoutKey, withoutKey } from './redact.ts';

// The deadlines are ours to keep and to tell apart; the SDK's own comes behind them.
const BEHIND_MS = 5_000;

/**
 * Any OpenAI-compatible address, always streaming. The SDK's own retries are off: a retry is a new attempt in the log.
 * `keyPage`: a path that only holders of a good key may see, where the list of models is open to anybody. `tellsCost`: it says
 * afterwards what a generation was charged with.
 */
export function openAiProvider(address: Address & Deadlines & { keyPage?: string; tellsCost?: boolean }): Provider {
  const { proxy = null, guard = null } = address;
  const send = proxy || guard ? fetchBy(proxy, guard) : fetch;
  const client = new OpenAI({
    fetch: send,
    baseURL: address.baseUrl,
    apiKey: address.apiKey || 'none',
    maxRetries: 0,
    logLevel: 'off', // its messages quote what the model said
    timeout: address.timeoutMs + BEHIND_MS,
    fetchOptions: { redirect: 'manual' }, // key and prompt go to no other address
  });
  return {
    ask: (ask) =>
      askOnce(client, ask, address).then(
        (answer) => withoutKey(answer, address.apiKey),
        (error: unknown) => {
          throw failureWithoutKey(error, address.apiKey);
        },
      ),
    list: () => fetchList(address, send),
    checkKey: async () => (address.keyPage ? checkKey(address, address.keyPage, send) : undefined),
    cost: address.tellsCost ? (id) => fetchCost(address, id, send) : null,
  };
}
