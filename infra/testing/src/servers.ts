import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startNats, startPostgres, temporaryFolder } from '@taskbench/local-servers';
import { dockerNats, dockerPostgres, hasDocker } from './docker.ts';

/** A server for a test run and how to end it. */
export interface TestServer {
  readonly url: string;
  stop(): Promise<unknown>;
}

/** Starts what the run needs: nothing where an address is set, else containers, else the binaries of local mode. */
export async function startServers(): Promise<Servers> {
  const { DATABASE_URL, NATS_URL } = process.env;
  const local = () =>
    both(
      () => (DATABASE_URL ? given(DATABASE_URL) : localPostgres()),
      () => (NATS_URL ? given(NATS_URL) : localNats()),
    );
  if ((DATABASE_URL && NATS_URL) || !(await hasDocker())) return local();
  try {
    return await both(
      () => (DATABASE_URL ? given(DATABASE_URL) : dockerPostgres()),
      () => (NATS_URL ? given(NATS_URL) : dockerNats()),
    );
  } catch (error) {
    // An engine that can pull no image is as good as none.
    process.stdout.write(
      `Containers cannot be had (${(error as Error).message.trim()}): the specs use local servers.\n`,
    );
    return local();
  }
}

interface Servers {
  readonly postgres: TestServer;
  readonly nats: TestServer;
}

async function both(postgres: () => Promise<TestServer>, nats: () => Promise<TestServer>): Promise<Servers> {
  const [one, other] = await Promise.allSettled([postgres(), nats()]);
  if (one.status === 'fulfilled' && other.status === 'fulfilled') return { postgres: one.value, nats: other.value };
  for (const server of [one, other]) if (server.status === 'fulfilled') await server.value.stop();
  throw one.status === 'rejected' ? one.reason : (other as PromiseRejectedResult).reason;
}

const given = async (url: string): Promise<TestServer> => ({ url, stop: async () => undefined });

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
  const folder = temporaryFolder('taskbench-test-');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const server = await start(folder);
    return { url: server.url, stop: () => server.stop().then(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}
