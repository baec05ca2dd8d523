import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '@taskbench/local-servers';
import { freshDatabase, testServers, wire, type FreshDatabase, type Wire } from '@taskbench/testing';

const built = join(import.meta.dirname, '../../../dist/all/main.mjs');

describe('The process of all services', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  async function endsAfter(trouble: (postgres: Wire, nats: Wire) => void): Promise<string | number> {
    const [postgres, nats] = [await wire(database.url), await wire(testServers().natsUrl)];
    const env = {
      PATH: process.env['PATH'],
      DATABASE_URL: postgres.url,
      NATS_URL: nats.url,
      PORT: String(await freePort()),
      TASKBENCH_SIMULATOR_URL: 'http://127.0.0.1:1/v1',
      TASKBENCH_CALL_TIMEOUT_SECONDS: '1',
    };
    const child = spawn(process.execPath, [built], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
    for await (const said of child.stdout) if (String(said).includes('Listening on')) break;
    trouble(postgres, nats);
    child.kill('SIGTERM');
    const [code, signal] = await exit;
    postgres.close();
    nats.close();
    return code ?? signal!;
  }

  it('ends with 0 when it is told to as soon as it is up', async () =>
    expect(await endsAfter(() => undefined)).toBe(0));

  it('ends with 1 when Postgres says nothing any more', async () =>
    expect(await endsAfter((postgres) => postgres.silence())).toBe(1));

  it('ends when NATS says nothing any more', async () =>
    expect([0, 1]).toContain(await endsAfter((_, nats) => nats.silence())));
});
