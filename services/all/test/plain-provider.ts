import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An OpenAI-compatible server that offers these models, and tells what it was asked and with which key. */
export interface PlainProvider {
  readonly url: string;
  /** `GET /v1/models Bearer sk-…`, in order. */
  readonly asked: string[];
  /** Answers in place of the server where it is set; false: the server answers. */
  instead: ((request: IncomingMessage, response: ServerResponse) => boolean) | null;
  /** Calls wait for it. */
  holding: Promise<unknown> | null;
  close(): void;
}

export async function plainProvider(models: readonly string[], host = '127.0.0.1'): Promise<PlainProvider> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? 'no key'}`);
    void answer(request, response);
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (provider.instead?.(request, response)) return;
    if (request.url === '/v1/models') return void response.end(JSON.stringify({ data: models.map((id) => ({ id })) }));
    request.resume();
    await provider.holding;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const said = { id: 'c1', model: 'm', choices: [{ index: 0, delta: { content: '["A"]' }, finish_reason: 'stop' }] };
    response.end(`data: ${JSON.stringify(said)}\n\ndata: [DONE]\n\n`);
  }
  await new Promise<void>((done) => server.listen(0, host, done));
  const provider: PlainProvider = {
    url: `http://${host}:${(server.address() as AddressInfo).port}/v1`,
    asked,
    instead: null,
    holding: null,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return provider;
}
