import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalServers } from './local-servers.ts';

describe('A server on this machine', () => {
  let server: Server;
  let port: number;
  let body = '{"data":[{"id":"qwen3:8b"}]}';
  let asked = 0;
  beforeEach(async () => {
    [body, asked] = ['{"data":[{"id":"qwen3:8b"}]}', 0];
    server = createServer((_, response) => (asked++, response.end(body)));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const at = (base: string) => ({ name: 'Ollama', base_url: base });
  const ollama = () => at(`http://127.0.0.1:${port}/v1`);

  it('is offered while it answers with a list of models and is no connection yet, and not asked at every look', async () => {
    const local = new LocalServers([ollama(), { name: 'LM Studio', base_url: 'http://127.0.0.1:9/v1' }]);
    expect(await local.offered([])).toEqual([ollama()]);
    expect(await local.offered([`http://127.0.0.1:${port}`])).toEqual([]);
    expect(asked).toBe(1);
  });
  it('is not offered when it is something else, or hangs', async () => {
    body = '<html>';
    expect(await new LocalServers([ollama()]).offered([])).toEqual([]);
    server.removeAllListeners('request');
    expect(await new LocalServers([ollama()]).offered([])).toEqual([]);
  });
  it('needs no leave at exactly its address, and at no other', () => {
    const { includes } = new LocalServers([at('http://127.0.0.1:11434/v1')]);
    const to = { host: '127.0.0.1', port: 11434, address: '127.0.0.1' };
    expect(includes(to)).toBe(true);
    const others = [
      { host: 'evil.test' },
      { host: 'localhost' },
      { port: 11435 },
      { host: '127.0.0.2' },
      { host: '::1' },
    ];
    for (const other of others) expect(includes({ ...to, ...other })).toBe(false);
    expect(new LocalServers([]).includes(to)).toBe(false);
  });
});
