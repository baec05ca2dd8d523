import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { launch, logTail, type LocalServer, type Running } from './launch.ts';
import { freePort } from './port.ts';
import { environment } from './postgres-binaries.ts';
import { clearLeftovers, ensureCluster, keepPassword } from './postgres-cluster.ts';
import { clusterOf, elsewhereOf, findPlace, type Place } from './postgres-place.ts';
import { SetupError } from './setup-error.ts';

export interface PostgresOptions {
  readonly dataDir: string;
  readonly logFile: string;
  readonly port?: number;
  /** For data made now; later starts read the one that was kept. */
  readonly password?: string;
  /** Extra settings, such as `{ fsync: 'off' }` for data that nobody keeps. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly onLaunch?: (pid: number) => void;
  readonly signal?: AbortSignal;
}

const DATABASE = 'taskbench';
const PATIENCE = 60_000;

/** A real Postgres from the npm package, for this machine only; the data outlives it, also when it is killed. */
export async function startPostgres(options: PostgresOptions): Promise<LocalServer> {
  const { logFile, signal } = options;
  const place = findPlace(resolve(options.dataDir), (line) => note(logFile, line));
  const password = keepPassword(place.folder, options.password);
  await ensureCluster(place, password);
  await clearLeftovers(place.folder);
  const port = options.port ?? (await freePort());
  const address = (database: string) => addressOf(password, `127.0.0.1:${port}`, database);
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const server = await launch(command(place, port, options));
    try {
      await ready(server, address('postgres'), deadline, signal);
      return { ...server, url: address(DATABASE) };
    } catch (error) {
      await server.stop();
      const tail = logTail(logFile);
      // Backends of a server that was killed end a moment after it, and its number is taken until somebody collects it.
      if (
        /pre-existing shared memory block|"postmaster\.pid" already exists/.test(tail) &&
        Date.now() < deadline &&
        !signal?.aborted
      )
        await sleep(200);
      else if (error instanceof SetupError) throw new SetupError(`${error.message}\n${tail}`);
      else throw error;
    }
  }
}

const addressOf = (password: string, host: string, database: string): string =>
  `postgres://taskbench:${encodeURIComponent(password)}@${host}/${database}`;

/** The address of a local Postgres that somebody else keeps; null where the password of its data cannot be read. */
export function localPostgresUrl(dataDir: string, host: string): string | null {
  for (const folder of [resolve(dataDir), elsewhereOf(resolve(dataDir))]) {
    try {
      return addressOf(readFileSync(join(folder, 'password'), 'utf8').trim(), host, DATABASE);
    } catch {
      // not there, or not ours to read
    }
  }
  return null;
}

function command(
  { folder, binaries, uid, gid }: Place,
  port: number,
  { logFile, settings, onLaunch }: PostgresOptions,
) {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    max_connections: '200',
    ...settings,
  };
  return {
    command: join(binaries.folder, 'bin', 'postgres'),
    args: ['-D', clusterOf(folder), ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    env: environment(binaries),
    cwd: '/',
    stopWith: 'SIGINT' as const,
    ...{ uid, gid, logFile, onLaunch },
  };
}

async function ready({ exited }: Running, url: string, deadline: number, signal?: AbortSignal): Promise<void> {
  let ended: string | null = null;
  void exited.then((how) => (ended = how));
  for (;;) {
    signal?.throwIfAborted();
    if (ended !== null) throw new SetupError(`Postgres ended at once (${String(ended)}).`);
    const refusal = await ensureDatabase(url);
    if (!refusal) return;
    if (refusal.code === '28P01') throw new SetupError('The kept password does not open the data of Postgres.');
    if (Date.now() > deadline) throw new SetupError(`Postgres does not answer: ${refusal.message}`);
    await sleep(25);
  }
}

/** One connection that works is the proof. Null when it did. */
async function ensureDatabase(url: string): Promise<(Error & { code?: string }) | null> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // a server that dies meanwhile is seen by its exit
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (!rowCount) await client.query(`create database ${DATABASE}`);
    return null;
  } catch (error) {
    return error as Error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function note(logFile: string, line: string): void {
  mkdirSync(dirname(logFile), { recursive: true });
  appendFileSync(logFile, `${line}\n`);
}
