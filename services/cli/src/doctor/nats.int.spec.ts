import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findNats, freePort, launch, portTaken, type Running } from '@taskbench/local-servers';
import { testServers } from '@taskbench/testing';
import { nats } from './nats.ts';

const look = (url: string) => nats({ url, start: 'Start it.' });

describe('Of NATS doctor finds', () => {
  const home = mkdtempSync(join(tmpdir(), 'doctor-'));
  let server: Running | null = null;
  afterEach(async () => {
    await server?.stop();
    server = null;
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  async function started(...args: string[]): Promise<string> {
    const port = await freePort();
    const command = await findNats(home);
    server = await launch({
      command,
      args: ['-a', '127.0.0.1', '-p', String(port), ...args],
      logFile: join(home, 'log'),
    });
    for (let tries = 0; tries < 1_200 && !(await portTaken(port)); tries++) await sleep(25);
    return `nats://127.0.0.1:${port}`;
  }
  function configured(text: string): Promise<string> {
    const file = join(home, 'nats.conf');
    writeFileSync(file, text);
    return started('-c', file);
  }
  /** As a server of another version greets. */
  async function greeting(version: string) {
    const info = { server_id: 'x', version, proto: 1, max_payload: 1_000_000, headers: true, jetstream: true };
    const stand = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write(`INFO ${JSON.stringify(info)}\r\n`);
      socket.on('data', (data) => data.includes('PING') && socket.write('PONG\r\n'));
    }).listen(0, '127.0.0.1');
    await once(stand, 'listening');
    return { url: `nats://127.0.0.1:${(stand.address() as { port: number }).port}`, close: () => stand.close() };
  }

  it('nothing where all is well', async () =>
    expect(await look(testServers().natsUrl)).toEqual([
      { name: 'nats', ok: true, seen: expect.stringMatching(/^version 2\.\d+.*, JetStream, /) },
    ]));

  it('that JetStream is off', async () =>
    expect(await look(await started())).toEqual([
      expect.objectContaining({ ok: false, seen: 'JetStream is off', remedy: expect.stringContaining('-js') }),
    ]));

  it('too little storage', async () => {
    const store = join(home, 'store');
    const url = await configured(
      `jetstream { store_dir: "${store}" }
       accounts { A { jetstream { max_file: 1000000 }, users [{ user: a, password: a }] } }`,
    );
    expect(await look(url.replace('//', '//a:a@'))).toEqual([
      expect.objectContaining({ ok: false, seen: '1 MB of storage left' }),
    ]);
  });

  it('that it refuses us, without the password that it refused', async () => {
    const url = await configured('authorization { user: a, password: right }');
    const found = await look(url.replace('//', '//a:canary@'));
    expect(found).toEqual([expect.objectContaining({ ok: false, seen: expect.stringMatching(/refuses us$/) })]);
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  it('a version that is too old', async () => {
    const old = await greeting('2.8.4');
    expect(await look(old.url)).toEqual([
      expect.objectContaining({ ok: false, seen: 'version 2.8.4', remedy: 'TaskBench needs NATS 2.9 or newer.' }),
    ]);
    old.close();
  });

  it('one that takes connections and says nothing', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const found = await look(`nats://127.0.0.1:${(silent.address() as { port: number }).port}`);
    expect(found).toEqual([expect.objectContaining({ ok: false, seen: expect.stringMatching(/does not answer$/) })]);
    await new Promise((done) => silent.close(done)); // it ends when no connection is kept
  });

  it('a closed port', async () => {
    const url = `nats://127.0.0.1:${await freePort()}`;
    expect(await look(url)).toEqual([
      { name: 'nats', ok: false, seen: `${url.slice(7)} does not answer`, remedy: 'Start it.' },
    ]);
  });
});
