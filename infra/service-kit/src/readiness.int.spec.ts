import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase, testServers, wire, type FreshDatabase, type Wire } from '@taskbench/testing';
import pg from 'pg';
import { boot, type Running } from './boot.ts';
import { readConfig } from './config.ts';
import { defineService } from './service.ts';

const tasks = defineService({
  name: 'tasks',
  migrations: [{ name: '0001-things', sql: 'create table tasks.things (id int primary key)' }],
  projections: [],
  parts: ({ pool }) => ({
    controllers: [],
    figures: async () => [
      {
        name: 'spec_things',
        help: 'x',
        labels: {},
        value: (await pool.query('select from tasks.things')).rowCount ?? 0,
      },
    ],
  }),
});

describe('A process', () => {
  let database: FreshDatabase;
  let postgres: Wire;
  let nats: Wire;
  let running: Running;
  let owner: pg.Client;

  beforeAll(async () => {
    database = await freshDatabase();
    postgres = await wire(database.url);
    nats = await wire(testServers().natsUrl);
    const config = readConfig({
      DATABASE_URL: postgres.url,
      NATS_URL: nats.url,
      PORT: '0',
      TASKBENCH_SIMULATOR_URL: 'http://127.0.0.1:1/v1',
    });
    process.env['TASKBENCH_LOG_LEVEL'] = 'silent';
    running = await boot([tasks], { config });
    delete process.env['TASKBENCH_LOG_LEVEL'];
    owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
  });
  afterAll(async () => {
    await running.close();
    await owner.end();
    postgres.close();
    nats.close();
    await database.drop();
  });

  const ready = async () => {
    const response = await fetch(`${running.url}/readyz`);
    const { status, detail } = (await response.json()) as { status: unknown; detail?: string };
    return response.ok ? status : `${response.status} ${detail}`;
  };
  const metrics = async () => await (await fetch(`${running.url}/metrics`)).text();
  async function becomes(wanted: unknown): Promise<void> {
    let seen: unknown;
    for (let tries = 0; tries < 200; tries++, await sleep(50)) if ((seen = await ready()) === wanted) return;
    throw new Error(`It stays ${String(seen)}.`);
  }
  const behind = (events: number) =>
    owner.query(
      `update log.head set position = $1 + coalesce((select position from tasks.checkpoints where name = 'projections'), 0)`,
      [events],
    );

  it('is ready when its servers answer and its rows are up to date', async () => expect(await ready()).toBe('ready'));

  it('is not while Postgres hangs, which is asked once at a time however many ask', async () => {
    // Those of services say their role; the one that asks how Postgres is does not.
    const probes = () => postgres.lines.filter(({ hello }) => !hello().includes('taskbench_service'));
    await ready();
    const before = probes().length;
    postgres.silence();
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, probes().filter(({ open }) => open()).length)), 5);
    const asked = await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 ? ready() : metrics())));
    const again = await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 ? ready() : metrics())));
    clearInterval(watch);
    postgres.mend();
    for (const [n, answer] of [...asked, ...again].entries())
      expect(answer).toContain(n % 2 ? '503 Postgres does not answer within 2 s.' : 'taskbench_up{part="postgres"} 0');
    expect(most).toBeLessThanOrEqual(2); // the last one may still be closing when the next one opens
    expect(probes().length - before).toBeLessThan(8);
    await becomes('ready');
    expect(await metrics()).toContain('spec_things 0');
  });

  it('asks what hangs within Postgres no second time', async () => {
    await owner.query('begin; lock table tasks.things');
    const all = await Promise.all(Array.from({ length: 10 }, metrics));
    await Promise.all(Array.from({ length: 10 }, metrics));
    for (const text of all) expect(text).not.toContain('spec_things');
    const { rows } = await owner.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(rows).toHaveLength(1);
    await owner.query('rollback');
    for (let tries = 0; tries < 100 && !(await metrics()).includes('spec_things 0'); tries++) await sleep(50);
    expect(await metrics()).toContain('spec_things 0');
  });

  it('is not while NATS is away', async () => {
    nats.cut();
    await becomes('503 NATS is not connected.');
    nats.mend();
    await becomes('ready');
  });

  it('is not when migrations are missing', async () => {
    await owner.query(`delete from public.taskbench_migrations where name = 'tasks/0001-things'`);
    expect(await ready()).toBe('503 Migrations are missing: tasks/0001-things. A restart applies them.');
    await owner.query(`insert into public.taskbench_migrations (name) values ('tasks/0001-things')`);
    expect(await ready()).toBe('ready');
  });

  it('is not from far behind on until it is near, and says how far', async () => {
    await behind(9_000);
    expect(await ready()).toBe('ready'); // the pace of the work
    await behind(20_000);
    expect(await ready()).toBe('503 tasks is catching up: 20000 events behind, ready at 1000.');
    await behind(9_000);
    expect(await ready()).toBe('503 tasks is catching up: 9000 events behind, ready at 1000.');
    await behind(900);
    expect(await ready()).toBe('ready');
    await behind(9_000);
    expect(await ready()).toBe('ready');
    await behind(0);
  });
});
