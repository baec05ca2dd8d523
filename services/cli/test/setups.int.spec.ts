import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort, startPostgres } from '@taskbench/local-servers';
import pg from 'pg';
import { Launcher, type Start } from './launcher.ts';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const hosted = new Launcher();
afterAll(() => hosted.close());

const mounted = (folder: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m,mode=755', 'tmpfs', folder]).status === 0;
const canMount = (() => {
  const folder = hosted.folder();
  return mounted(folder) && spawnSync('umount', [folder]).status === 0;
})();
const withSmallDisk = canMount ? it : it.skip;

/** One line that says what to do, nothing else, and the exit code of bad input. */
function refuses({ code, said }: Start, line: RegExp): void {
  expect(said).toEqual([expect.stringMatching(line)]);
  expect(code).toBe(2);
}

describe('A start that cannot work', () => {
  it('says so of a folder that cannot be written', async () => {
    const folder = hosted.folder();
    if (!isRoot) chmodSync(folder, 0o555);
    const home = join(folder, 'home');
    const start = await hosted.start({ TASKBENCH_HOME: home }, isRoot ? { uid: NOBODY } : {});
    refuses(start, /^Cannot write to .*home: it belongs to somebody else\. Set TASKBENCH_HOME to a folder of yours\.$/);
  });

  it('says so of a file in the place of its folder', async () => {
    const home = join(hosted.folder(), 'home');
    writeFileSync(home, '');
    refuses(
      await hosted.start({ TASKBENCH_HOME: home }),
      /^Cannot write to .*: a file is in its place\. Set TASKBENCH_HOME/,
    );
  });

  withSmallDisk('says so of a full disk', async () => {
    const disk = hosted.folder();
    expect(mounted(disk)).toBe(true);
    const start = await hosted.start({ TASKBENCH_HOME: join(disk, 'home') });
    spawnSync('umount', [disk]);
    refuses(start, /No space left on device.*Free some space/);
  });

  it.each([
    ['API', 'TASKBENCH_API_PORT'],
    ['page', 'TASKBENCH_WEB_PORT'],
  ])('says so of a port for the %s that is taken', async (_, variable) => {
    const port = await freePort();
    const stranger = createServer().listen(port, '127.0.0.1');
    const start = await hosted.start({ TASKBENCH_HOME: hosted.folder(), [variable]: String(port) });
    stranger.close();
    refuses(start, new RegExp(`^Port ${port} is taken\\. Free it or set ${variable}\\.$`));
  });

  it.each([
    ['a port that is none', { TASKBENCH_API_PORT: 'abc' }, /^TASKBENCH_API_PORT=abc must be a port/],
    ['a limit that is none', { TASKBENCH_MAX_CONCURRENCY: '0' }, /^TASKBENCH_MAX_CONCURRENCY=0 must be a whole number/],
    [
      'an address that this machine has not',
      { TASKBENCH_BIND: '192.0.2.1', TASKBENCH_API_TOKEN: 'x' },
      /no address 192\.0\.2\.1/,
    ],
    [
      'an open address without a token',
      { TASKBENCH_BIND: '0.0.0.0' },
      /opens the API to others\. Set TASKBENCH_API_TOKEN/,
    ],
    ['a NATS server that is none', { NATS_SERVER: '/nowhere/nats' }, /^NATS_SERVER=\/nowhere\/nats is not a program/],
    [
      'a Postgres that does not answer',
      { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x' },
      /^Postgres at 127\.0\.0\.1:1 does not answer \(ECONNREFUSED\)\. .*leave DATABASE_URL out/,
    ],
    ['a Postgres address that is none', { DATABASE_URL: 'postgres://a:b@[/x' }, /^DATABASE_URL is no address\./],
    ['a NATS address that is none', { NATS_URL: 'nats://' }, /^NATS_URL is no address\./],
    [
      'a NATS that does not answer',
      { NATS_URL: 'nats://127.0.0.1:1' },
      /^NATS at 127\.0\.0\.1:1 does not answer\. .*leave NATS_URL out/,
    ],
    ['an address of a provider that is none', { LLM_BASE_URL: 'ftp://x' }, /^LLM_BASE_URL.* http/],
  ])('says so of %s', async (_, env, line) => {
    refuses(await hosted.start({ TASKBENCH_HOME: hosted.folder(), ...env }), line);
  });

  it('says so of the data of another Postgres', async () => {
    const home = hosted.folder();
    const made = await startPostgres({ dataDir: join(home, 'postgres'), logFile: join(home, 'postgres.log') });
    await made.stop();
    writeFileSync(join(home, 'postgres/cluster/PG_VERSION'), '99\n');
    refuses(await hosted.start({ TASKBENCH_HOME: home }), /is of Postgres 99, this TaskBench brings \d+\./);
  });

  it('says so of the data of a newer TaskBench, and leaves it as it is', async () => {
    const home = hosted.folder();
    const made = await startPostgres({ dataDir: join(home, 'postgres'), logFile: join(home, 'postgres.log') });
    const client = new pg.Client({ connectionString: made.url });
    await client.connect();
    await client.query(
      `create table public.taskbench_migrations (name text primary key, at timestamptz not null default now())`,
    );
    await client.query(`insert into public.taskbench_migrations (name) values ('tasks/9999-later')`);
    await client.end();
    await made.stop();
    refuses(
      await hosted.start({ TASKBENCH_HOME: home }),
      /^The data was written by a newer TaskBench \(tasks\/9999-later\)/,
    );
  });
});

describe('A start', () => {
  it('works beside another one, through proxies that lead nowhere, without a home, and takes its data for itself', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const unfinished = hosted.folder();
    mkdirSync(join(unfinished, 'postgres/cluster.unfinished/data'), { recursive: true });
    const before = process.umask(0o077);
    const one = await hosted.start({
      TASKBENCH_HOME: unfinished,
      HOME: '/nonexistent',
      HTTP_PROXY: nowhere,
      HTTPS_PROXY: nowhere,
      NODE_USE_ENV_PROXY: '1',
      NO_PROXY: 'localhost,127.0.0.1,[::1],::1',
    });
    process.umask(before);
    expect(one.code).toBeNull();
    const other = await hosted.start({ TASKBENCH_HOME: hosted.folder() });
    expect(other.code).toBeNull();
    for (const { apiUrl, webUrl } of [one, other]) {
      expect((await fetch(`${apiUrl}/readyz`)).status).toBe(200);
      expect((await fetch(`${webUrl}/api/tasks`)).status).toBe(200);
    }
    const third = await hosted.start({ TASKBENCH_HOME: unfinished });
    expect(third.said[0]).toMatch(/^TaskBench is running already\.$/);
    expect([await one.stop(), await other.stop()]).toEqual([0, 0]);
  });

  it('of two at the same moment in one folder leaves the other alone', async () => {
    const TASKBENCH_HOME = hosted.folder();
    const starts = await Promise.all([hosted.start({ TASKBENCH_HOME }), hosted.start({ TASKBENCH_HOME })]);
    const [up, refused] = starts[0]!.code === null ? starts : [starts[1]!, starts[0]!];
    expect(up!.code).toBeNull();
    expect(refused!.said[0]).toMatch(/^TaskBench (starts or runs already|is running already)/);
    expect((await fetch(`${up!.apiUrl}/readyz`)).status).toBe(200);
    expect(await up!.stop()).toBe(0);
  });

  it('listens to the IPv6 loopback alone when told so', async () => {
    const start = await hosted.start({ TASKBENCH_HOME: hosted.folder(), TASKBENCH_BIND: '::1' });
    expect(start.code).toBeNull();
    expect((await fetch(`${start.webUrl}/api/tasks`)).status).toBe(200);
    expect(await start.stop()).toBe(0);
  });
});
