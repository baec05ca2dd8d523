import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNats, startPostgres } from '@taskbench/local-servers';
import { dockerNats, dockerPostgres, hasDocker } from './docker.ts';

/** A server for a test run and how to end it. */
export interface TestServer {
  readonly url: string;
  stop(): Promise<unknown>;
}

/** Starts what the run needs: nothing where an address is set, else containers, else the binaries of local mode. */
export async function startServers(): Promise<{ postgres: TestServer; nats: TestServer }> {
  const { DATABASE_URL, NATS_URL } = process.env;
  const containers = !(DATABASE_URL && NATS_URL) && (await hasDocker());
  const [postgres, nats] = await Promise.allSettled([
    DATABASE_URL ? given(DATABASE_URL) : containers ? dockerPostgres() : localPostgres(),
    NATS_URL ? given(NATS_URL) : containers ? dockerNats() : localNats(),
  ]);
  if (postgres.status === 'fulfilled' && nats.status === 'fulfilled') {
    return { postgres: postgres.value, nats: nats.value };
  }
  for (const server of [postgres, nats]) if (server.status === 'fulfilled') await server.value.stop();
  throw postgres.status === 'rejected' ? postgres.reason : nats.status === 'rejected' ? nats.reason : new Error();
}

const given = (url: string): TestServer => ({ url, stop: async () => undefined });

const localPostgres = () =>
  inTemporaryFolder((folder) =>
    startPostgres({
      dataDir: join(folder, 'data'),
      logFile: join(folder, 'postgres.log'),
      settings: process.env['TASKBENCH_TEST_FSYNC'] === 'off' ? { fsync: 'off', full_page_writes: 'off' } : {},
    }),
  );

const localNats = () =>
  inTemporaryFolder((folder) => startNats({ storeDir: join(folder, 'store'), logFile: join(folder, 'nats.log') }));

async function inTemporaryFolder(start: (folder: string) => Promise<TestServer>): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'taskbench-test-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const server = await start(folder);
    return { url: server.url, stop: () => server.stop().then(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}
