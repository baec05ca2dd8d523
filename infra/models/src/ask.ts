import OpenAI from 'openai';
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import { classify, late } from './classify.ts';
import type { Answer, Ask } from './provider.ts';
import { Reading, type Piece } from './reading.ts';
import { usageOf } from './usage.ts';
import { spentFor } from './wait.ts';
import { onTheWire, type WireTimes } from './wire-times.ts';

// Its o-series and GPT-5 refuse `max_tokens`; other servers may not know what came after it.
const OPENAI = 'api.openai.com';

/** How long an answer may take in all, and how long its first token may be awaited, ms. */
export interface Deadlines {
  readonly timeoutMs: number;
  readonly firstTokenMs: number;
}

/** One request, streamed: its output with all that is told of it, or the reason why there is none. */
export const askOnce = (client: OpenAI, ask: Ask, deadlines: Deadlines): Promise<Answer> =>
  onTheWire((wire) => askOn(wire, client, ask, deadlines));

async function askOn(wire: WireTimes, client: OpenAI, ask: Ask, { timeoutMs, firstTokenMs }: Deadlines) {
  const abort = new AbortController();
  let missed: 'timeout' | 'first_token_timeout' | null = null;
  const miss = (deadline: typeof missed) => () => {
    missed ??= deadline;
    abort.abort();
  };
  const total = setTimeout(miss('timeout'), timeoutMs);
  const begin = setTimeout(miss('first_token_timeout'), firstTokenMs);
  const reading = new Reading();
  const began = performance.now();
  let first: number | null = null;
  let headers = new Headers();
  try {
    const { data, response } = await client.chat.completions
      .create(request(ask, new URL(client.baseURL).hostname === OPENAI), { signal: abort.signal })
      .withResponse();
    headers = response.headers;
    for await (const piece of piecesOf(response, data)) {
      const token = reading.take(piece);
      if (token === null) continue;
      clearTimeout(begin);
      if (token === 'answer') first ??= performance.now();
    }
  } catch (error) {
    if (missed) throw late(missed, reading.generation_id);
    // Broken off after its last word: only what it used was not told.
    if (reading.finish === null || reading.finish === 'error') throw classify(error, reading.generation_id);
  } finally {
    clearTimeout(total);
    clearTimeout(begin);
  }
  // After an abort the SDK ends the stream without an error.
  if (missed) throw late(missed, reading.generation_id);
  const ended = wire.ended ?? performance.now();
  const sent = wire.sent ?? began;
  const { text, mark } = reading.output();
  const promptBytes = ask.messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  const seen = { promptBytes, maxTokens: ask.max_tokens, answerBytes: reading.bytes };
  const { state, ...used } = usageOf(reading.usage, seen);
  return {
    text,
    mark,
    finish_reason: reading.finish,
    served_model: reading.served_model,
    generation_id: reading.generation_id,
    provider: reading.provider,
    system_fingerprint: reading.system_fingerprint,
    usage_state: state,
    spent_for_ms: spentFor(headers),
    usage: {
      ...used,
      first_token_ms: first === null ? null : rounded(Math.min(first, ended) - sent),
      latency_ms: rounded(ended - sent),
    },
  };
}

const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;

/** The pieces of a stream; the one piece of an address that answers without streaming. */
async function* piecesOf(response: Response, stream: AsyncIterable<unknown>): AsyncIterable<Piece> {
  const type = response.headers.get('content-type') ?? '';
  if (!/json|html/.test(type) || /ndjson|stream/.test(type)) yield* stream as AsyncIterable<Piece>;
  else yield wholeOf(await response.text(), response.headers);
}

function wholeOf(body: string, headers: Headers): Piece {
  const whole = JSON.parse(body) as Piece & { error?: object };
  if (whole?.error) throw new OpenAI.APIError(undefined, whole.error, undefined, headers);
  return whole;
}

function request(
  { model_id, messages, max_tokens, temperature, top_p, seed, schema }: Ask,
  byOpenAi: boolean,
): ChatCompletionCreateParamsStreaming {
  return {
    model: model_id,
    messages: [...messages],
    ...(byOpenAi ? { max_completion_tokens: max_tokens } : { max_tokens }),
    stream: true,
    stream_options: { include_usage: true },
    ...(temperature !== undefined && { temperature }),
    ...(top_p !== undefined && { top_p }),
    ...(seed !== undefined && { seed }),
    ...(schema && { response_format: { type: 'json_schema', json_schema: schema } }),
  };
}
