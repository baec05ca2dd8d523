import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Writable } from 'node:stream';
import { logger, measured } from '@taskbench/telemetry';
import express from 'express';
import { requestLog } from './request-log.ts';

describe('The log of requests', () => {
  const written: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      written.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  let server: Server;
  let url: string;

  beforeAll(async () => {
    process.env['TASKBENCH_LOG_LEVEL'] = 'debug';
    const log = logger('spec', sink);
    delete process.env['TASKBENCH_LOG_LEVEL'];
    const app = express();
    app.use(requestLog(log));
    app.use(express.json());
    app.post('/tasks/:id', async (request, response) => {
      await new Promise((done) => setTimeout(done, 5));
      log.warn('at work');
      response.status(Number((request.body as { status: number }).status)).json({});
    });
    app.get('/readyz', (_, response) => void response.status(503).json({}));
    app.get('/hangs', (request) => request.socket.destroy());
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  });
  afterAll(() => server.close());
  beforeEach(() => void written.splice(0));

  const post = (status: number, headers: Record<string, string> = {}) =>
    fetch(`${url}/tasks/canary-id?search=canary`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ status, text: 'canary' }),
    });
  const last = async () => {
    for (let tries = 0; tries < 100 && !written.some(({ msg }) => msg === 'Answered.'); tries++)
      await new Promise((done) => setTimeout(done, 5));
    return written.find(({ msg }) => msg === 'Answered.')!;
  };

  it('gives the id that came with a request to its answer and to every line of its work', async () => {
    const response = await post(200, { 'x-request-id': 'from-outside' });
    expect(response.headers.get('x-request-id')).toBe('from-outside');
    await last();
    expect(written.map(({ request }) => request)).toEqual(['from-outside', 'from-outside']);
  });

  it('takes the trace of a traceparent, and makes an id where what came is not sane', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traced = await post(200, { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    const empty = await post(200, { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` });
    const mad = await post(200, { 'x-request-id': 'a "b" c' });
    expect(traced.headers.get('x-request-id')).toBe(trace);
    for (const { headers } of [empty, mad]) expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    [200, 20],
    [409, 30],
    [500, 40],
  ])('says %i at level %i, by the route and never by its words', async (status, level) => {
    await post(status);
    expect(await last()).toMatchObject({ level, status, method: 'POST', route: '/tasks/:id' });
    expect(JSON.stringify(written)).not.toContain('canary');
  });

  it('is quiet about probes, also while they say no', async () => {
    await fetch(`${url}/readyz`);
    expect(await last()).toMatchObject({ level: 20, status: 503 });
  });

  it('counts those who went away before the answer', async () => {
    await fetch(`${url}/hangs`).catch(() => undefined);
    expect(await last()).toMatchObject({ status: 499, route: '/hangs' });
    expect(await measured.metrics()).toMatch(
      /taskbench_http_seconds_count\{method="GET",route="\/hangs",status="499"\} 1/,
    );
  });

  it('measures by the route, not by the address', async () => {
    await post(200);
    await last();
    const text = await measured.metrics();
    expect(text).toContain('route="/tasks/:id"');
    expect(text).not.toContain('canary');
  });
});
