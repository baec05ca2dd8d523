import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchCost } from './generation.ts';

describe('What a generation was charged with', () => {
  let server: Server;
  let answer: RequestListener;
  const cost = (id = 'gen-1') =>
    fetchCost(
      { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, apiKey: 'key', timeoutMs: 5_000 },
      id,
    );
  const says = (body: string, status = 200) => (answer = (_, response) => response.writeHead(status).end(body));

  beforeAll(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is asked by its id and with the key, and read exactly', async () => {
    const seen: unknown[] = [];
    answer = ({ url, headers }, response) => {
      seen.push([url, headers.authorization]);
      response.end('{"data":{"id":"gen/1","total_cost":0.000004217,"native_tokens_prompt":10}}');
    };
    expect(await cost('gen/1')).toBe(4217);
    expect(seen).toEqual([['/v1/generation?id=gen%2F1', 'Bearer key']]);
    says('{"data":{"id":"gen-1","total_cost":0}}');
    expect(await cost()).toBe(0);
  });

  it('is not known yet where it is not told, or not of this one', async () => {
    for (const [body, status] of [
      ['{"error":{"code":404}}', 404],
      ['', 500],
      ['{}', 401],
      ['<html>', 200],
      ['{}', 200],
      ['null', 200],
      ['{"data":{"id":"gen-1"}}', 200],
      ['{"data":{"id":"gen-1","total_cost":-1}}', 200],
      ['{"data":{"id":"gen-2","total_cost":1}}', 200],
    ] as const) {
      says(body, status);
      expect([body, await cost()]).toEqual([body, null]);
    }
    answer = (request) => request.destroy();
    expect(await cost()).toBeNull();
  });
});
