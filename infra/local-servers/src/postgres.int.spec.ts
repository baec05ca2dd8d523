import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { logTail, startPostgres, type LocalServer } from './index.ts';

async function ask<T>(url: string, sql: string): Promise<T | undefined> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, T>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

describe('A local Postgres', () => {
  const home = mkdtempSync(join(tmpdir(), 'taskbench postgres '));
  const dataDir = join(home, 'postgres');
  const logFile = join(home, 'postgres.log');
  let server: LocalServer;
  chmodSync(home, 0o755);
  afterAll(async () => {
    await server?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  it('is made anew when an earlier start broke off, and answers', async () => {
    mkdirSync(join(dataDir, 'cluster.unfinished', 'data'), { recursive: true });
    writeFileSync(join(dataDir, 'cluster.unfinished', 'data', 'PG_VERSION'), '18');
    server = await startPostgres({ dataDir, logFile });
    expect(await ask<string>(server.url, 'show fsync')).toBe('on');
    await ask(server.url, 'create table kept as select 42 as answer');
  });

  it('listens on this machine only and wants its password, which others cannot read', async () => {
    expect(await ask<string>(server.url, 'show listen_addresses')).toBe('127.0.0.1');
    const wrong = server.url.replace(/:[0-9a-f]+@/, ':wrong@');
    await expect(ask(wrong, 'select 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(dataDir, 'password')).mode & 0o777).toBe(0o600);
  });

  it('keeps its data when it is killed and started at another port', async () => {
    process.kill(server.pid, 'SIGKILL');
    expect(await server.exited).toBe('SIGKILL');
    server = await startPostgres({ dataDir, logFile });
    expect(await ask<number>(server.url, 'select answer from kept')).toBe(42);
  });

  it('that was left running is replaced, also when its number is not known', async () => {
    const left = server;
    server = await startPostgres({ dataDir, logFile });
    await left.exited;
    expect(server.pid).not.toBe(left.pid);
    expect(await ask<number>(server.url, 'select answer from kept')).toBe(42);
  });

  it('starts although its pid file names a stranger', async () => {
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    const pidFile = join(dataDir, 'cluster', 'postmaster.pid');
    writeFileSync(pidFile, `${process.pid}\n`);
    server = await startPostgres({ dataDir, logFile });
    expect(await ask<number>(server.url, 'select answer from kept')).toBe(42);
  });

  it('stops at once with a client connected', async () => {
    const client = new Client({ connectionString: server.url });
    client.on('error', () => undefined);
    await client.connect();
    await server.stop();
    expect(await server.exited).toBe('exit code 0');
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot('lives elsewhere when its user cannot reach the home folder, and says so', async () => {
    const hidden = join(home, 'hidden');
    mkdirSync(hidden, { mode: 0o700 });
    const log = join(home, 'hidden.log');
    const first = await startPostgres({ dataDir: join(hidden, 'postgres'), logFile: log });
    await ask(first.url, 'create table kept as select 7 as answer');
    await first.stop();
    const folder = /its data is in (\S+)\./.exec(logTail(log, 1000))?.[1] ?? '';
    expect(folder).toMatch(/^\/var\/lib\/taskbench\//);
    const second = await startPostgres({ dataDir: join(hidden, 'postgres'), logFile: log });
    expect(await ask<number>(second.url, 'select answer from kept')).toBe(7);
    await second.stop();
    rmSync(folder, { recursive: true });
  });
});
