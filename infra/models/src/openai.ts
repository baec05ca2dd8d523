import { parseUsd } from '@taskbench/contracts';
import OpenAI from 'openai';
import type { ChatCompletionChunk, ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import { classify } from './classify.ts';
import { checkKey, fetchList, type Address } from './list.ts';
import { fetchBy } from './proxy.ts';
import { AttemptError, type Answer, type Ask, type Provider } from './provider.ts';

/** OpenRouter's addition to the usage chunk: what it charges, in USD. */
type CostedUsage = NonNullable<ChatCompletionChunk['usage']> & { cost?: number | string | null };

/**
 * Any OpenAI-compatible address, always streaming. The SDK's own retries are off: a retry is a new attempt in the log.
 * `timeoutMs` bounds the wait for the first token and the whole answer, each. `keyPage`: a path that only holders of a good
 * key may see, where the list of models is open to anybody.
 */
export function openAiProvider(address: Address & { keyPage?: string }): Provider {
  const send = address.proxy ? fetchBy(address.proxy) : fetch;
  const client = new OpenAI({
    fetch: send,
    baseURL: address.baseUrl,
    apiKey: address.apiKey || 'none',
    maxRetries: 0,
    logLevel: 'off', // its messages quote what the model said
    timeout: address.timeoutMs,
    fetchOptions: { redirect: 'manual' }, // key and prompt go to no other address
  });
  return {
    ask: (ask) => stream(client, ask, address.timeoutMs),
    list: () => fetchList(address, send),
    checkKey: async () => (address.keyPage ? checkKey(address, address.keyPage, send) : undefined),
  };
}

async function stream(client: OpenAI, ask: Ask, timeoutMs: number): Promise<Answer> {
  const abort = new AbortController();
  const deadline = setTimeout(() => abort.abort(), timeoutMs);
  const sent = performance.now();
  let first: number | null = null;
  let text = '';
  let last: ChatCompletionChunk | null = null;
  let finish: string | null = null;
  let usage: CostedUsage | null = null;
  try {
    const chunks = await client.chat.completions.create(request(ask), { signal: abort.signal });
    for await (const chunk of chunks) {
      last = chunk;
      const choice = chunk.choices?.[0];
      if (choice?.delta?.content) {
        first ??= performance.now();
        text += choice.delta.content;
      }
      finish = choice?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
  } catch (error) {
    throw classify(abort.signal.aborted ? new Error('timeout') : error, first !== null, abort.signal.aborted);
  } finally {
    clearTimeout(deadline);
  }
  // After an abort the SDK ends the stream without an error.
  if (abort.signal.aborted) throw classify(new Error('timeout'), first !== null, true);
  const details = { retryable: true, http_status: 200, may_have_cost: true, retry_after_ms: null };
  if (finish === null) throw new AttemptError('cut_stream', details, 'The answer broke off.');
  if (text === '') throw new AttemptError('empty_answer', details, 'The answer was empty.');
  return {
    text,
    finish_reason: finish,
    served_model: last?.model ?? null,
    generation_id: last?.id ?? null,
    usage: {
      prompt_tokens: usage?.prompt_tokens ?? null,
      completion_tokens: usage?.completion_tokens ?? null,
      cached_tokens: usage?.prompt_tokens_details?.cached_tokens ?? 0,
      reported_nano: usage?.cost === undefined || usage.cost === null ? null : parseUsd(String(usage.cost)),
      first_token_ms: first === null ? null : Math.round((first - sent) * 1000) / 1000,
      latency_ms: Math.round((performance.now() - sent) * 1000) / 1000,
    },
  };
}

function request({
  model_id,
  messages,
  max_tokens,
  temperature,
  seed,
  schema,
}: Ask): ChatCompletionCreateParamsStreaming {
  return {
    model: model_id,
    messages: [...messages],
    max_tokens,
    stream: true,
    stream_options: { include_usage: true },
    ...(temperature !== undefined && { temperature }),
    ...(seed !== undefined && { seed }),
    ...(schema && {
      response_format: { type: 'json_schema', json_schema: { name: schema.name, schema: schema.schema } },
    }),
  };
}
