import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ConnectionView, EvaluationView, TaskView } from '@taskbench/contracts';
import { servicePool, Texts } from '@taskbench/event-log';
import { localPostgresUrl } from '@taskbench/local-servers';
import pg from 'pg';
import { StackState } from '../src/state.ts';
import { Launcher, type Start } from './launcher.ts';

/** Keys that are searched for by this word in any case, by their bytes as base64, and by halves of these. */
const WORD = 'qzcanaryzq';
const keys = {
  environment: `sk-env/${WORD}+environment-0123456789`,
  api: `sk-api/${WORD}+connections-0123456789`,
  refused: `sk-bad/${WORD}+refused-0123456789`,
};
const wanted = [
  WORD,
  ...Object.values(keys).map((key) => Buffer.from(key).toString('base64').toLowerCase().slice(4, 28)),
];
const holds = (text: string): boolean => wanted.some((word) => text.toLowerCase().includes(word));

/** Everything that a provider may do to a request, each of it with the key that it was sent. */
const deeds: Record<string, (key: string, response: ServerResponse, request: IncomingMessage) => void> = {
  fine: (key, response) => stream(response, chunk({ content: `["A"] and your key is ${key}` }, 'stop')),
  escaped: (key, response) =>
    stream(response, `data: ${JSON.stringify(body(key)).replaceAll('/', '\\/')}\n\ndata: [DONE]\n\n`),
  address: (key, response) =>
    stream(response, chunk({ content: `https://x.test/?key=${encodeURIComponent(key)}` }, 'stop')),
  fields: (key, response) =>
    stream(
      response,
      `data: ${JSON.stringify({ ...body('A'), id: key, model: key, provider: key, system_fingerprint: key })}\n\ndata: [DONE]\n\n`,
    ),
  finish: (key, response) => stream(response, chunk({ content: 'A' }, `stop ${key}`)),
  refuses: (key, response) => stream(response, chunk({ refusal: `I do not like ${key}` }, 'stop')),
  status401: (key, response) => says(response, 401, key),
  status402: (key, response) => says(response, 402, key),
  status404: (key, response) => says(response, 404, key),
  status400: (key, response) => says(response, 400, key),
  status500: (key, response) => says(response, 500, key),
  status429: (key, response) => says(response, 429, key, { 'retry-after': key, 'x-ratelimit-reset': key }),
  page: (key, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${key}`),
  malformed: (key, response) => stream(response, `${begun(key)}data: {"${key}\n\n`),
  inside: (key, response) =>
    stream(response, `${begun(key)}data: ${JSON.stringify({ error: { code: 500, message: key } })}\n\n`),
  ends: (key, response) => stream(response, begun(key)),
  empty: (key, response) => stream(response, chunk({}, 'stop', key)),
  piece: (key, response) => says(response, 200, key),
  cut: (key, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-key': key });
    response.write(begun(key), () => response.destroy());
  },
  stalls: (key, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(begun(key)),
  hangs: (key, response) =>
    void response.writeHead(200, { 'content-type': 'text/event-stream', 'x-key': key }).flushHeaders(),
  resets: (_, response) => void response.destroy(),
  garbage: (key, response) => void response.socket!.end(`HTTP/1.1 ${key}\r\n\r\n`),
  redirect: (key, response) => void response.writeHead(302, { location: `http://elsewhere.test/${key}` }).end(),
};
const body = (content: string) => ({
  id: 'g',
  model: 'm',
  choices: [{ index: 0, delta: { content }, finish_reason: 'stop' }],
});
const chunk = (delta: object, finish_reason: string | null, id = 'g') =>
  `data: ${JSON.stringify({ id, model: 'm', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
/** The first word of an answer whose name is the key. */
const begun = (key: string) => chunk({ content: key }, null, key);
const stream = (response: ServerResponse, text: string) =>
  void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text);
const says = (response: ServerResponse, status: number, key: string, headers = {}) =>
  void response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(
      JSON.stringify({ error: { message: `Incorrect API key provided: ${key}`, type: key, code: key, param: key } }),
    );

const execute = promisify(execFile);
const root = join(import.meta.dirname, '../../..');

describe('A key', () => {
  const launcher = new Launcher();
  let home: string;
  let server: Server;
  let origin: string;
  let stack: Start;
  let postgres: string;
  /** As its owner, who may look into every table. */
  let owner: pg.Client;
  /** Which of the keys came to the provider. */
  const sent = new Set<string>();
  /** All that anybody was told, by what was asked. */
  const told: [asked: string, text: string][] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const key = (request.headers.authorization ?? '').replace('Bearer ', '');
      sent.add(key);
      let text = '';
      request.on('data', (part: Buffer) => (text += part.toString()));
      request.on('end', () => {
        // `/<deed>/v1/…` does it to every request, `/v1/…` to calls by their model.
        const [, first, ...path] = request.url!.split('/');
        if (first !== 'v1') return deeds[first!]!(key, response, request);
        if (path[0] !== 'models') return deeds[(JSON.parse(text) as { model: string }).model]!(key, response, request);
        const listed = Object.keys(deeds).map((id) => ({ id, name: `${id} ${key}`, owned_by: key, description: key }));
        response.end(JSON.stringify({ data: listed }));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    home = join(launcher.folder(), 'home');
    stack = await launcher.start({
      TASKBENCH_HOME: home,
      TASKBENCH_LOG_LEVEL: 'trace',
      LLM_BASE_URL: `${origin}/v1`,
      LLM_API_KEY: keys.environment,
      TASKBENCH_GENERATOR_MODEL: 'fine',
      TASKBENCH_ALLOW_HOSTS: '127.0.0.1',
      TASKBENCH_CALL_TIMEOUT_SECONDS: '2',
      TASKBENCH_FIRST_TOKEN_SECONDS: '1',
    });
    const { url } = new StackState(home).living().find(({ name }) => name === 'postgres')!;
    postgres = localPostgresUrl(join(home, 'postgres'), url!)!;
    owner = new pg.Client({ connectionString: postgres });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await launcher.close();
    server.closeAllConnections();
    server.close();
  });

  async function ask<View>(method: string, path: string, sends?: unknown, type = 'application/json'): Promise<View> {
    const response = await fetch(`${stack.apiUrl}${path}`, {
      method,
      headers: { 'content-type': type },
      ...(sends !== undefined && { body: typeof sends === 'string' ? sends : JSON.stringify(sends) }),
    });
    const text = await response.text();
    told.push([`${method} ${path} ${JSON.stringify([...response.headers])}`, text]);
    return (text.startsWith('{') ? JSON.parse(text) : text) as View;
  }
  async function command(...args: string[]): Promise<void> {
    const env = {
      TASKBENCH_HOME: home,
      TASKBENCH_WEB_PORT: new URL(stack.webUrl).port,
      TASKBENCH_DEBUG: '1',
      KEY: keys.api,
    };
    const { stdout, stderr } = await execute(process.execPath, [join(root, 'dist/cli/main.mjs'), ...args], {
      env: { ...env, PATH: process.env['PATH'], TASKBENCH_ROOT: root, TASKBENCH_API_PORT: new URL(stack.apiUrl).port },
    }).catch((failed: { stdout: string; stderr: string }) => failed);
    told.push([args.join(' '), stdout + stderr]);
  }
  const add = (name: string, base_url: string, key: unknown = keys.api) =>
    ask<ConnectionView>('POST', '/connections', { name, base_url, key });

  it('is sent where it belongs, whatever goes wrong there', async () => {
    const { id } = await add('Canary', `${origin}/v1`);
    await ask('POST', `/connections/${id}/test`);
    const task = await ask<TaskView>('POST', '/tasks?wait=5', { name: 'T', description: 'x', gold_data: ['A'] });
    const connections = { default: 'environment', [id]: 'api' };
    const models = Object.keys(connections).flatMap((connection_id) =>
      Object.keys(deeds).map((model_id) => ({
        model_id,
        connection_id,
        label: `${connections[connection_id]} ${model_id}`,
      })),
    );
    const started = await ask<EvaluationView>('POST', '/evaluations', { task_id: task.id, models, concurrency: 50 });
    let ended = started;
    for (let tries = 0; tries < 600 && !ended.ended_at; tries++) {
      await new Promise((done) => setTimeout(done, 100));
      ended = (await (await fetch(`${stack.apiUrl}/evaluations/${started.id}`)).json()) as EvaluationView;
    }
    expect(ended.ended_at).not.toBeNull();
    expect([...sent].sort()).toEqual([keys.api, keys.environment]);
  });

  it('is given to every connection that answers badly, and to every request that is bad', async () => {
    for (const deed of Object.keys(deeds)) {
      const { id } = await add(`Does ${deed}`, `${origin}/${deed}/v1`, keys.refused);
      await ask('POST', `/connections/${id}/test`);
      await ask('POST', '/evaluations/check', { models: [{ model_id: 'fine', connection_id: id }] });
      await ask('PATCH', `/connections/${id}`, { base_url: 'http://127.0.0.1:1/v1' });
    }
    await add('Canary', `${origin}/v1`);
    await add('A', 'http://169.254.169.254/v1');
    await add('A', 'http://nobody.invalid/v1');
    await add('A', `http://127.0.0.1:1/v1`);
    await add('A', `http://me:${encodeURIComponent(keys.api)}@127.0.0.1/v1`);
    await add('A', `http://127.0.0.1/v1?key=${encodeURIComponent(keys.api)}`);
    for (const key of [
      `${keys.api} x`,
      [keys.api],
      { key: keys.api },
      keys.api.repeat(200),
      `${keys.api}\u0000`,
      `${keys.api}é`,
    ])
      await add('A', 'http://127.0.0.1:1/v1', key);
    for (const sends of [
      `{"key": "${keys.api}`,
      `{"key": "${keys.api}"} ${keys.api}`,
      `"${keys.api}"`,
      JSON.stringify({ name: 'A', base_url: 'x', kye: keys.api }),
      JSON.stringify({ name: 1, base_url: 'x', key: keys.api }),
    ]) {
      await ask('POST', '/connections', sends);
      await ask('POST', '/connections', sends, 'text/plain');
      await ask('PATCH', '/connections/default', sends);
      await ask('PATCH', '/connections/nobody', sends);
      await ask('PUT', '/connections', sends);
    }
    await ask('PATCH', '/connections/nobody', { key: keys.api });
    await ask('PATCH', '/connections/default', { key: keys.api });
    await ask('DELETE', '/connections/default');
    expect(told.filter(([, text]) => text.includes('Something went wrong here'))).toEqual([]);
    expect(told.length).toBeGreaterThan(100);
  });

  it('is in no answer, page, export or word of the terminal', async () => {
    const { evaluations } = await ask<{ evaluations: EvaluationView[] }>('GET', '/evaluations');
    const [{ id, task_id }] = evaluations as [EvaluationView];
    const { calls } = await ask<{ calls: { call_id: string }[] }>('GET', `/evaluations/${id}/calls?limit=200`);
    for (const { call_id } of calls) await ask('GET', `/calls/${call_id}`);
    for (const path of [
      '/connections',
      '/models',
      '/tasks',
      '/evaluations',
      '/events?limit=200',
      '/dead-letters',
      '/costs',
    ])
      await ask('GET', path);
    for (const path of [`/evaluations/${id}`, `/evaluations/${id}/results`, `/tasks/${task_id}`, '/metrics', '/readyz'])
      await ask('GET', path);
    await ask('POST', '/models/refresh');
    await ask('GET', `/tasks/${task_id}/export`);
    for (const path of ['/', '/evaluations', `/evaluations/${id}`, '/api/connections', '/api/models']) {
      const page = await fetch(`${stack.webUrl}${path}`);
      told.push([`page ${path}`, await page.text()]);
    }
    for (const line of [
      'connections',
      'connections --json',
      'models',
      'models --json',
      'evaluations',
      'status',
      'doctor',
      'verify',
    ])
      await command(...line.split(' '));
    for (const format of ['table', 'json', 'csv']) await command('report', id, '--format', format, '--details');
    await command('connections', 'add', 'Terminal', `${origin}/status401/v1`, '--key-from-env', 'KEY');
    await command('connections', 'add', 'Terminal', `${origin}/status401/v1`, '--key-from-env', 'KEY');
    await command('connections', 'test', 'Terminal');
    await command('connections', 'remove', 'Terminal');
    await command('logs', 'services');
    expect(calls).toHaveLength(2 * Object.keys(deeds).length);
    expect(Object.fromEntries(told)['connections']).toContain('Canary'); // the terminal did speak
    expect(told.filter(([, text]) => text.includes('[key]')).length).toBeGreaterThan(5); // what was repeated did come
    expect(told.filter(([asked, text]) => holds(asked) || holds(text))).toEqual([]);
  });

  it('is in no row of any table, and in no text', async () => {
    const { rows: tables } = await owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    let rows = 0;
    for (const { name } of tables) {
      const { rows: lines } = await owner.query<{ line: string }>(`select row_to_json(t)::text as line from ${name} t`);
      rows += lines.length;
      // Bytes are written as hex.
      const hexed = (line: string) => wanted.some((word) => line.includes(Buffer.from(word).toString('hex')));
      found.push(...lines.filter(({ line }) => holds(line) || hexed(line)).map(({ line }) => `${name}: ${line}`));
    }
    expect(found).toEqual([]);
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['log.events', 'execution.connections', 'execution.catalogue']),
    );
    expect(rows).toBeGreaterThan(300);

    const pool = servicePool(postgres, 2);
    const texts = new Texts(pool);
    const { rows: sealed } = await owner.query<{ scope: string; digest: Buffer }>(
      'select scope, digest from log.texts',
    );
    const opened = await Promise.all(sealed.map(({ scope, digest }) => texts.one(scope, digest.toString('hex'))));
    expect(opened.filter((text) => text.includes('[key]')).length).toBeGreaterThan(2);
    expect(opened.filter(holds)).toEqual([]);
    await pool.end();
  });

  it('is in no file, neither of the log nor of Postgres or NATS', async () => {
    const { mode } = statSync(join(home, 'master-key'));
    expect(mode & 0o777).toBe(0o600);
    await owner.query('checkpoint');
    await owner.end();
    expect(await stack.stop()).toBe(0);
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    const names = files.map(({ parentPath, name }) => join(parentPath, name));
    expect(names.filter((name) => holds(readFileSync(name).toString('latin1')))).toEqual([]);
    expect(names.filter((name) => name.endsWith('.log')).length).toBeGreaterThan(3);
    expect(names.length).toBeGreaterThan(500);
  });
});
