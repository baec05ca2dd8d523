import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { costOf, formatUsd } from '@taskbench/contracts';
import { z } from 'zod';
import { checkSet, perturbed, shaped } from './answer.ts';
import { faultOf, type Faults } from './faults.ts';
import { MODELS, type SimulatedModel } from './models.ts';
import { random } from './random.ts';
import type { Referee, Seen } from './referee.ts';
import type { KnownInput } from './samples.ts';

export const CompletionRequest = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })).min(1),
  stream: z.boolean().default(false),
  seed: z.int().optional(),
  max_tokens: z.int().min(1).optional(),
  response_format: z.looseObject({ json_schema: z.looseObject({ name: z.string() }).optional() }).optional(),
});
type CompletionRequest = z.infer<typeof CompletionRequest>;

/** What the simulated provider knows and counts. */
export interface World {
  readonly inputs: readonly KnownInput[];
  readonly referee: Referee;
  faults: Faults;
  /** Overrides every model's own latency, ms. */
  readonly latencyMs: number | undefined;
}

const CHARACTERS_PER_TOKEN = 4;
const tokens = (text: string): number => Math.max(1, Math.ceil(text.length / CHARACTERS_PER_TOKEN));

/** Answers one chat completion: finds the input, errs as the model does, charges exactly, streams if asked. */
export async function complete(world: World, request: CompletionRequest, response: ServerResponse): Promise<void> {
  const prompt = request.messages.map(({ content }) => content).join('\n');
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([request.model, request.messages, request.seed ?? 0]))
    .digest('hex');
  const seen = world.referee.begin(request.model, fingerprint);
  const model = MODELS.find(({ id }) => id === request.model);
  if (!model) return refuse(world, seen, response, 404, `The model ${request.model} does not exist.`);
  seen.fault = faultOf(world.faults, seen.n, model.id);
  if (seen.fault === 'status429') return refuse(world, seen, response, 429, 'Slow down.', world.faults.retry_after_s);
  if (seen.fault === 'status500') return refuse(world, seen, response, 500, 'The server failed.');
  if (seen.fault === 'hang') return; // until the caller gives up

  const text = answerTo(world, request, model, prompt, seen);
  const usage = charge(model, prompt, text, seen);
  const latency = world.latencyMs ?? model.latencyMs;
  const head = { id: `gen-${seen.n}-${fingerprint.slice(0, 8)}`, created: Math.floor(seen.at / 1000), model: model.id };
  if (!request.stream) {
    await pause(latency);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      `{${inner({ ...head, object: 'chat.completion', choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }] })},"usage":${usage.json}}`,
    );
  } else {
    await streamAnswer(response, {
      head: { ...head, object: 'chat.completion.chunk' },
      text,
      usage: usage.json,
      latency,
      seen,
    });
  }
  world.referee.end(seen, 200, usage.nano);
}

function answerTo(world: World, request: CompletionRequest, model: SimulatedModel, prompt: string, seen: Seen): string {
  if (request.response_format?.json_schema?.name === 'check_set') return checkSet(prompt);
  const input = world.inputs.find(({ text }) => prompt.includes(text.trim()));
  seen.input_id = input?.id ?? null;
  const chance = random(model.id, request.messages.at(-1)!.content, request.seed ?? 0);
  return input ? perturbed(input, model, chance) : shaped(prompt);
}

function charge(model: SimulatedModel, prompt: string, text: string, seen: Seen): { nano: number; json: string } {
  const prompt_tokens = tokens(prompt);
  const completion_tokens = tokens(text);
  const nano = costOf({ prompt: prompt_tokens, completion: completion_tokens }, model) ?? 0;
  const told = seen.fault === 'wrong_usage' ? completion_tokens * 10 : completion_tokens;
  // Written as text: a float would lose the exact amount.
  const json = `{"prompt_tokens":${prompt_tokens},"completion_tokens":${told},"total_tokens":${prompt_tokens + told},"cost":${formatUsd(nano)}}`;
  return { nano, json };
}

const inner = (value: object): string => JSON.stringify(value).slice(1, -1);
const pause = (ms: number): Promise<void> => (ms > 0 ? new Promise((done) => setTimeout(done, ms)) : Promise.resolve());

interface Streamed {
  readonly head: object;
  readonly text: string;
  readonly usage: string;
  readonly latency: number;
  readonly seen: Seen;
}

async function streamAnswer(response: ServerResponse, { head, text, usage, latency, seen }: Streamed): Promise<void> {
  const chunk = (delta: object, finish: string | null) =>
    `data: {${inner({ ...head, choices: [{ index: 0, delta, finish_reason: finish }] })}}\n\n`;
  const half = Math.ceil(text.length / 2);
  const first = chunk({ role: 'assistant', content: text.slice(0, half) }, null);
  const rest = `${chunk({ content: text.slice(half) }, null)}${chunk({}, 'stop')}data: {${inner({ ...head, choices: [] })},"usage":${usage}}\n\ndata: [DONE]\n\n`;
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  if (latency === 0 && seen.fault === null) return void response.end(first + rest);
  await pause(latency / 2);
  if (seen.fault === 'malformed') return void response.end('data: {"id": broken\n\n');
  response.write(first);
  if (seen.fault === 'cut') return void response.destroy();
  await pause(latency / 2);
  await new Promise<void>((done) => response.end(rest, done));
}

function refuse(
  world: World,
  seen: Seen,
  response: ServerResponse,
  status: number,
  message: string,
  retryAfter?: number,
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  });
  response.end(JSON.stringify({ error: { message, type: 'simulated', code: status } }));
  world.referee.end(seen, status);
}
