import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as http, type RequestListener, type Server as HttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { services } from '@taskbench/contracts';
import { doctor } from './doctor.ts';
import type { Settings } from './settings.ts';
import { StackState } from './state.ts';
import { status, statusLines } from './status.ts';

describe('The status', () => {
  let home: string;
  let state: StackState;
  let settings: Settings;
  const open: (Server | HttpServer | ChildProcess)[] = [];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'status-'));
    state = new StackState(home);
    const [apiUrl, webUrl] = ['http://127.0.0.1:1', 'http://127.0.0.1:1'];
    settings = {
      root: home,
      home,
      logs: home,
      bind: '127.0.0.1',
      apiPort: 1,
      webPort: 1,
      apiUrl,
      webUrl,
      simulated: true,
    };
  });
  afterEach(() => {
    for (const one of open.splice(0)) {
      if ('kill' in one) one.kill('SIGKILL');
      else one.close();
    }
    rmSync(home, { recursive: true, force: true });
  });

  const sentences = async () => (await status(settings)).troubles.map(({ what }) => what);
  const process_ = () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    open.push(child);
    return child;
  };
  async function listening<S extends Server>(server: S): Promise<string> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(server);
    return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  }
  const answering = (answer: RequestListener) => listening(http(answer));
  const figures = [
    'taskbench_up{part="postgres"} 1',
    'taskbench_up{part="nats"} 1',
    'taskbench_events 12',
    ...services.map((service) => `taskbench_projection_lag_events{service="${service}"} 0`),
  ].join('\n');

  it('says that nothing runs', async () => {
    expect(await status(settings)).toMatchObject({ mode: 'stopped', page: null });
    expect(await sentences()).toEqual(['TaskBench is not running.']);
  });

  it('says what is left when the process that keeps the parts was killed, and how to go on', async () => {
    state.note('web', process_().pid!);
    expect(await sentences()).toEqual(['What keeps TaskBench running has ended; left are web.']);
  });

  it('says which part does not run, and nothing of parts that were not started', async () => {
    const gone = process_();
    state.note('stack', process.pid);
    state.note('services', process.pid);
    state.note('web', process.pid);
    state.note('postgres', gone.pid!);
    gone.kill('SIGKILL');
    await once(gone, 'exit');
    settings = { ...settings, webUrl: await answering((_, response) => response.end('page')) };
    settings = { ...settings, apiUrl: await answering((_, response) => response.end(figures)) };
    const found = await status(settings);
    expect(found.parts.map(({ name }) => name)).toEqual(['stack', 'postgres', 'services', 'web']);
    expect(found.troubles.map(({ what }) => what)).toEqual(['postgres does not run.']);
    expect(found.page).toBe(settings.webUrl);
    expect(statusLines(found)).toContain('12 events, everything up to date');
  });

  it('says what the services say that stands in their way', async () => {
    for (const name of ['stack', 'services', 'web']) state.note(name, process.pid);
    settings = { ...settings, webUrl: await answering((_, response) => response.end('page')) };
    const apiUrl = await answering(({ url }, response) =>
      url === '/readyz'
        ? response.writeHead(503).end(JSON.stringify({ detail: 'Migrations are missing: tasks/0001.' }))
        : response.end(figures),
    );
    settings = { ...settings, apiUrl };
    expect(await sentences()).toEqual(['Migrations are missing: tasks/0001.']);
  });

  it('is not held up by parts that hang, nor is doctor', async () => {
    for (const name of ['stack', 'services', 'web']) state.note(name, process.pid);
    const hanging = () => listening(createServer((socket) => void socket.on('error', () => undefined)));
    settings = { ...settings, webUrl: await hanging(), apiUrl: await hanging() };
    const wanted = [
      `The page does not answer at ${settings.webUrl}.`,
      `The services do not answer at ${settings.apiUrl}.`,
    ];
    expect(await sentences()).toEqual(wanted);
    const url = (await hanging()).replace('http', 'postgres').concat('/x');
    const nats = (await hanging()).replace('http', 'nats');
    const env = { DATABASE_URL: url, NATS_URL: nats, LLM_BASE_URL: await hanging() };
    const bad = (await doctor(settings, env)).filter(({ ok }) => !ok).map(({ name }) => name);
    expect(bad).toEqual(expect.arrayContaining(['postgres', 'nats', 'provider', 'stack']));
  });
});
