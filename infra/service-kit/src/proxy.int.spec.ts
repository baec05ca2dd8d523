import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '@taskbench/contracts';
import { freshDatabase, testServers, type FreshDatabase } from '@taskbench/testing';
import { boot, type Running } from './boot.ts';
import { readConfig } from './config.ts';

const proxy = readFileSync(join(import.meta.dirname, '../../docker/nginx.conf'), 'utf8');
const answers = [...proxy.matchAll(/return (\d+) '(.*)';/g)].map(([, status, body]) => ({
  status: Number(status),
  body: JSON.parse(body!) as unknown,
}));

describe('The proxy before the containers', () => {
  let database: FreshDatabase;
  let running: Running;
  beforeAll(async () => {
    database = await freshDatabase();
    const config = readConfig({
      DATABASE_URL: database.url,
      NATS_URL: testServers().natsUrl,
      PORT: '0',
      TASKBENCH_SIMULATOR_URL: 'http://127.0.0.1:1/v1',
    });
    running = await boot([], { config });
  });
  afterAll(async () => {
    await running.close();
    await database.drop();
  });

  it('answers in problem documents alone', () => {
    expect(answers.map(({ status }) => status).sort()).toEqual([404, 413, 421, 503]);
    for (const { status, body } of answers) expect(Problem.strict().parse(body)).toMatchObject({ status });
  });

  it('refuses the bodies that the services refuse, in the same words', async () => {
    const most = Number(/client_max_body_size (\d+)m;/.exec(proxy)![1]) * 2 ** 20;
    const post = async (bytes: number) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${running.url}/tasks`, { method: 'POST', headers, body: ' '.repeat(bytes) });
      return { status: response.status, body: await response.json() };
    };
    expect((await post(most)).status).not.toBe(413);
    expect(answers).toContainEqual(await post(most + 1));
  });
});
