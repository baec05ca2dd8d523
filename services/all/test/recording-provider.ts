import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A request as it was sent. */
export interface SentRequest {
  readonly model: string;
  readonly messages: readonly { readonly content: string }[];
  readonly max_tokens: number;
  readonly temperature?: number;
  readonly response_format?: { readonly json_schema: { readonly schema: unknown } };
}

/** An OpenAI-compatible server that keeps what it was sent. */
export interface RecordingProvider {
  readonly url: string;
  seen(): readonly SentRequest[];
  forget(): void;
  close(): void;
}

type Said = { readonly content: string; readonly usage?: object } | null;

/** Offers these models. `answerTo`: what it says to a request with what that used; null: it refuses it as too long. */
export async function recordingProvider(
  models: readonly object[],
  answerTo: (request: SentRequest) => Said | Promise<Said>,
): Promise<RecordingProvider> {
  let seen: SentRequest[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/v1/models') return void response.end(JSON.stringify({ data: models }));
    void json(request).then(async (body) => {
      seen.push(body as SentRequest);
      const answer = await answerTo(body as SentRequest);
      if (!answer) {
        response.writeHead(400, { 'content-type': 'application/json' });
        return void response.end(JSON.stringify({ error: { message: 'context_length_exceeded', code: 400 } }));
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const { content, usage } = answer;
      const choices = [{ index: 0, delta: { content }, finish_reason: 'stop' }];
      response.end(
        `data: ${JSON.stringify({ id: `c${seen.length}`, model: 'm', choices, usage })}\n\ndata: [DONE]\n\n`,
      );
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    seen: () => seen,
    forget: () => void (seen = []),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
