import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { CompletionRequest } from './completion-request.ts';
import { complete, type World } from './completion.ts';
import { generation } from './generation.ts';
import { Faults } from './faults.ts';
import { Limits } from './limits.ts';
import { MODELS } from './models.ts';
import { Referee } from './referee.ts';
import { refuse } from './refusal.ts';
import { readSamples } from './samples.ts';

export interface SimulatorOptions {
  /** 0: a free one. */
  readonly port?: number;
  readonly host?: string;
  /** Folder of the samples whose inputs it knows. */
  readonly samples: string;
  readonly faults?: Partial<Faults>;
  /** Overrides every model's own latency, ms. */
  readonly latencyMs?: number;
}

export interface Simulator {
  /** The base URL for OpenAI clients, `/v1` included. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const LONGEST_BODY = 25_000_000;

/** Starts the simulated provider: an OpenAI-compatible server whose models' skill, price and speed are known. */
export async function startSimulator({
  port = 0,
  host = '127.0.0.1',
  samples,
  faults = {},
  latencyMs,
}: SimulatorOptions): Promise<Simulator> {
  const world: World = {
    inputs: await readSamples(samples),
    referee: new Referee(),
    limits: new Limits(),
    faults: Faults.parse(faults),
    latencyMs,
  };
  const server = createServer((request, response) => {
    route(world, request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      refuse(response, 400, error instanceof z.ZodError ? z.prettifyError(error) : String(error));
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((done, failed) => server.once('error', failed).listen(port, host, done));
  const at = (server.address() as AddressInfo).port;
  return {
    url: `http://${host}:${at}/v1`,
    port: at,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function route(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
  const refused = request.headers.authorization === 'Bearer refused';
  switch (`${request.method} ${pathname}`) {
    case 'GET /v1/models':
      if (refused) return refuse(response, 401, 'The key is refused.');
      return json(response, 200, { object: 'list', data: MODELS.map(listed) });
    case 'GET /v1/generation':
      if (refused) return refuse(response, 401, 'The key is refused.');
      return generation(world, searchParams.get('id') ?? '', response);
    case 'POST /v1/chat/completions':
      return complete(world, CompletionRequest.parse(await body(request)), refused, response);
    case 'GET /control/log':
      return json(response, 200, world.referee.summary());
    case 'DELETE /control/log':
      world.referee.reset();
      return json(response, 200, {});
    case 'GET /control/requests':
      return json(response, 200, world.referee.since(Number(searchParams.get('since') ?? 0)));
    case 'POST /control/faults':
      world.faults = Faults.parse(await body(request));
      return json(response, 200, world.faults);
    default:
      return refuse(response, 404, `Nothing at ${pathname}.`);
  }
}

const listed = ({ id, name, prompt, completion }: (typeof MODELS)[number]) => ({
  id,
  object: 'model',
  name,
  context_length: 128_000,
  pricing: { prompt, completion },
  supported_parameters: ['max_tokens', 'temperature', 'seed', 'response_format', 'structured_outputs'],
});

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

async function body(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  await new Promise<void>((done, failed) => {
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size > LONGEST_BODY) failed(new Error('The body is too large.'));
      else parts.push(part);
    });
    request.once('end', done).once('error', failed);
  });
  return JSON.parse(Buffer.concat(parts).toString('utf8'));
}
