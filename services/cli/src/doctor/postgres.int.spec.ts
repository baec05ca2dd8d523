import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres, type LocalServer } from '@taskbench/local-servers';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import pg from 'pg';
import { postgres } from './postgres.ts';

const look = (url: string, running = false) => postgres({ url, running, start: 'Start it.' });
const seen = async (url: string) => (await look(url)).map(({ seen: what }) => what);

async function asOwner(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

describe('Of Postgres doctor finds', () => {
  let database: FreshDatabase;
  const role = `spec_${randomBytes(6).toString('hex')}`;
  const as = (user: string, password: string) => {
    const url = new URL(database.url);
    [url.username, url.password] = [user, password];
    return url.href;
  };
  beforeAll(async () => {
    database = await freshDatabase();
    await asOwner(database.url, `create role ${role} login password 'right'`);
  });
  afterAll(async () => {
    await asOwner(database.url, `drop owned by ${role}; drop role ${role}`);
    await database.drop();
  });

  it('nothing where all is well, but its version and the room that is left', async () => {
    const found = await look(database.url);
    expect(found.filter(({ name }) => name === 'clock')).toEqual([]);
    expect(found[0]!.seen).toMatch(/^version 1[789], |may not|is off/);
  });

  it('a role that may not do what is needed, and that the remedy helps', async () => {
    const poor = as(role, 'right');
    const found = (await look(poor)).map(({ seen: what, remedy }) => `${what}. ${remedy}`).join('\n');
    expect(found).toContain(`${role} may not create or grant the role taskbench_service`);
    expect(found).toContain(`${role} may not create tables in`);
    const remedies = (await look(poor)).flatMap(({ remedy = '' }) => remedy.match(/(alter role|grant) [^;]*;/g) ?? []);
    const exists = `select from pg_roles where rolname = 'taskbench_service'`;
    for (const remedy of remedies)
      await asOwner(
        database.url,
        `do $do$ begin if exists (${exists}) or $r$${remedy}$r$ !~ 'taskbench_service' then execute $r$${remedy}$r$; end if; end $do$`,
      );
    expect((await seen(poor)).join()).not.toContain('may not');
  });

  it('a refused password, a database that is not there, a host that is not, an address that is none', async () => {
    expect(await seen(as(role, 'canary'))).toEqual([expect.stringMatching(/refuses user or password$/)]);
    expect((await seen(as(role, 'canary'))).join()).not.toContain('canary');
    expect(await seen(database.url.replace(/\/[^/]*$/, '/not_there'))).toEqual([
      expect.stringMatching(/has no such database$/),
    ]);
    expect(await seen('postgres://user:canary@host.invalid:5432/x')).toEqual([
      'host.invalid:5432/x has a host that is not known',
    ]);
    expect(await seen('mysql')).toEqual([
      expect.stringMatching(/is not an address|does not answer|a host that is not known/),
    ]);
  });

  it('a closed port, with what to do', async () => {
    const port = await freePort();
    expect(await look(`postgres://x@127.0.0.1:${port}/x`)).toEqual([
      { name: 'postgres', ok: false, seen: `127.0.0.1:${port}/x does not answer (ECONNREFUSED)`, remedy: 'Start it.' },
    ]);
  });

  it('one that takes connections and never answers', async () => {
    const silent: Server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    expect(await seen(`postgres://x@127.0.0.1:${port}/x`)).toEqual([
      `127.0.0.1:${port}/x does not answer (not within 4 s)`,
    ]);
    silent.close();
  });

  describe('that may lose what was answered', () => {
    const home = mkdtempSync(join(tmpdir(), 'doctor-'));
    chmodSync(home, 0o755);
    let server: LocalServer;
    beforeAll(async () => {
      server = await startPostgres({
        dataDir: join(home, 'data'),
        logFile: join(home, 'log'),
        settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '20' },
      });
    });
    afterAll(async () => {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    });

    it('each setting that is off, and too few connections', async () => {
      const found = await seen(server.url);
      for (const name of ['fsync', 'full_page_writes', 'synchronous_commit'])
        expect(found).toContain(`${name} is off: a crash loses or breaks what was answered`);
      expect(found).toContainEqual(expect.stringMatching(/^1\d connections are left$/));
      expect((await look(server.url, true)).map(({ seen: what }) => what).join()).not.toContain('connections are left');
    });

    it('that it is read-only', async () => {
      await asOwner(server.url, 'alter database taskbench set default_transaction_read_only = on');
      expect((await seen(server.url)).join()).toContain('takes no writes');
    });
  });
});
