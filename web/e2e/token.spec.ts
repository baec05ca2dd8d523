import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const TOKEN = 'a-token-of-the-operator';

describe("The page's own server, when the API needs a token", () => {
  let api: Server;
  let seen: (string | undefined)[];
  let web: ChildProcess;
  let url: string;

  async function open(published: string): Promise<void> {
    seen = [];
    api = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.setHeader('content-type', 'application/json');
      response.end('{"tasks":[],"evaluations":[],"recommendations":[],"next_cursor":null}');
    });
    await new Promise<void>((done) => api.listen(0, '127.0.0.1', done));
    web = spawn(process.execPath, ['web/server.mjs'], {
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        HOST: '127.0.0.1',
        PUBLISHED_ON: published,
        API_URL: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
        TASKBENCH_API_TOKEN: TOKEN,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(web.stdout!, 'data')) as [Buffer];
    url = /http:\/\/\S+:\d+/.exec(said.toString())![0];
  }
  afterEach(async () => {
    web.kill('SIGTERM');
    await once(web, 'exit');
    api.closeAllConnections();
    api.close();
  });

  it('adds it to what the page asks and to what the browser asks, on this machine', async () => {
    await open('127.0.0.1');
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(`${url}/api/tasks`)).status).toBe(200);
    expect(seen.length).toBeGreaterThanOrEqual(2);
    expect(new Set(seen)).toEqual(new Set([`Bearer ${TOKEN}`]));
  });

  it('asks for it as the password beyond this machine', async () => {
    await open('0.0.0.0');
    const basic = (password: string) => ({
      authorization: `Basic ${Buffer.from(`me:${password}`).toString('base64')}`,
    });
    for (const path of ['', '/api/tasks']) {
      const refused = await fetch(`${url}${path}`);
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
        401,
        expect.stringContaining('Basic'),
      ]);
      expect((await fetch(`${url}${path}`, { headers: basic('wrong') })).status).toBe(401);
      expect((await fetch(`${url}${path}`, { headers: basic(TOKEN) })).status).toBe(200);
    }
    expect(new Set(seen)).toEqual(new Set([`Bearer ${TOKEN}`]));
  });
});
