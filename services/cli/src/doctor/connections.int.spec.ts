import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connections } from './connections.ts';

describe('What doctor finds of connections', () => {
  let server: Server;
  let apiUrl: string;
  const told = (ok: boolean, said: string) => ({ last_answer: { at: '2026-01-01T00:00:00.000Z', ok, said } });
  const all = [
    { id: 'default', name: 'Own', from: 'environment' },
    { id: 'a', name: 'Good', from: 'api' },
    { id: 'b', name: 'Bad', from: 'api' },
    { id: 'c', name: 'Broken', from: 'api' },
  ];
  beforeAll(async () => {
    server = createServer((request, response) => {
      const { url } = request;
      if (url === '/connections') return void response.end(JSON.stringify({ connections: all }));
      if (url === '/connections/c/test') return void response.writeHead(500).end();
      const good = url === '/connections/a/test';
      response.end(JSON.stringify(told(good, good ? 'It answers and lists 2 models.' : 'It refused the key (401).')));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is what one free request brings to each that was added', async () => {
    const found = await connections({ apiUrl });
    expect(found.map(({ ok, seen }) => [ok, seen])).toEqual([
      [true, 'Good: It answers and lists 2 models.'],
      [false, 'Bad: It refused the key (401).'],
      [false, 'Broken: what it answers cannot be had.'],
    ]);
    expect(found[1]!.remedy).toBe('./RunTaskBench.sh connections test "Bad" asks it again.');
  });
  it('is nothing where the services do not answer: the stack says so', async () =>
    expect(await connections({ apiUrl: 'http://127.0.0.1:9' })).toEqual([]));
});
