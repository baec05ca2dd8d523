import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@taskbench/local-servers';
import { startSimulator } from '@taskbench/simulator';
import { home, ports } from './machine.ts';
import { namedProvider, provider } from './provider.ts';

describe('Of the provider doctor finds', () => {
  let server: Server;
  let url: string;
  let status = 200;
  let lateBy = 0;
  const heard: (string | undefined)[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      heard.push(`${request.url} ${request.headers.authorization ?? 'no key'}`);
      response.writeHead(status, { date: new Date(Date.now() - lateBy).toUTCString() }).end('{"data":[]}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as { port: number }).port}/v1`;
  });
  afterAll(() => server.close());
  beforeEach(() => void ([status, lateBy] = [200, 0]));

  const look = () => provider({ url, key: 'canary', simulated: false });

  it('nothing where it answers and takes the key', async () => {
    expect(await look()).toEqual([{ name: 'provider', ok: true, seen: `${url} answers` }]);
    expect(heard).toContain('/v1/models Bearer canary');
  });

  it.each([
    [401, 'refused the key (401)'],
    [403, 'refused the key (403)'],
    [402, 'no credit is left'],
    [302, 'leads elsewhere (302)'],
    [503, 'fails (503)'],
  ])('that it answers %i', async (answered, what) => {
    status = answered;
    const found = await look();
    expect(found).toEqual([expect.objectContaining({ ok: false, seen: expect.stringContaining(what) })]);
    expect(JSON.stringify(found)).not.toContain('canary');
    const keyed = await provider({ url: `${url}?key=canary`, key: '', simulated: false });
    expect(JSON.stringify(keyed)).not.toContain('canary');
  });

  it('that our clock and its are apart', async () => {
    lateBy = 60_000;
    expect((await look())[1]).toMatchObject({
      name: 'clock',
      ok: false,
      seen: expect.stringMatching(/^(59|60) s apart/),
    });
  });

  it('nothing of a password that was put into the address', async () => {
    const found = await provider({ url: url.replace('//', '//me:canary@'), key: '', simulated: false });
    expect(found[0]!.ok).toBe(false);
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  it('that nobody answers', async () => {
    const closed = `http://127.0.0.1:${await freePort()}/v1`;
    expect(await provider({ url: closed, key: '', simulated: false })).toEqual([
      expect.objectContaining({ ok: false, seen: `${closed} does not answer` }),
    ]);
  });

  it('the simulated one, by its own address', async () => {
    const simulator = await startSimulator({ samples: 'samples' });
    expect(await provider({ url: simulator.url, key: 'simulated', simulated: true })).toEqual([
      expect.objectContaining({ ok: true, seen: expect.stringContaining('simulated, answers') }),
    ]);
    await simulator.close();
  });

  it('whose it is by the environment', () => {
    expect(namedProvider({})).toBeNull();
    expect(namedProvider({ OPENROUTER_API_KEY: 'k' })).toEqual({
      url: 'https://openrouter.ai/api/v1',
      key: 'k',
      simulated: false,
    });
    expect(namedProvider({ LLM_BASE_URL: 'http://x/v1/', LLM_API_KEY: 'k' })?.url).toBe('http://x/v1');
  });
});

describe('Of this machine doctor finds', () => {
  it('a port that is taken, or that nobody may take', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const apiPort = (server.address() as { port: number }).port;
    const webPort = await freePort();
    expect(await ports({ apiPort, webPort, bind: '127.0.0.1' })).toEqual([
      { name: 'API port', ok: false, seen: `${apiPort} is taken`, remedy: 'Free it or set TASKBENCH_API_PORT.' },
      { name: 'UI port', ok: true, seen: `${webPort} is free` },
    ]);
    server.close();
    expect((await ports({ apiPort, webPort, bind: '192.0.2.1' }))[0]!.seen).toMatch(/cannot be listened on .*EADDR/);
  });

  it('a folder that cannot be written', () => {
    expect(home({ home: '/proc/nothing/here' })).toMatchObject({ ok: false });
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    expect(home({ home: join(folder, 'a', 'b') }).seen).toMatch(/GB free$/);
    rmSync(folder, { recursive: true });
  });
});
