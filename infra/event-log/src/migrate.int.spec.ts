import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import pg from 'pg';
import { migrate, NewerDataError, type ServiceSchema } from './migrate.ts';

const step = (name: string, sql: string) => ({ name, sql });
const rooms: ServiceSchema[] = [
  {
    schema: 'spec',
    migrations: [step('0001', 'create table spec.one (n int)'), step('0002', 'insert into spec.one values (1)')],
  },
];

describe('Migrations', () => {
  let database: FreshDatabase;
  let client: pg.Client;

  beforeEach(async () => {
    database = await freshDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  const count = async (sql: string) => Number((await client.query<{ n: string }>(sql)).rows[0]!.n);

  it('are applied once each, however many replicas start at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => migrate(database.url, rooms)));
    expect(await count('select count(*) as n from spec.one')).toBe(1);
    expect(await count('select count(*) as n from log.head')).toBe(1);
    expect(await count('select count(*) as n from public.taskbench_migrations')).toBe(7);
  });

  it('leave nothing half done when one fails, and go on from there once it is mended', async () => {
    const broken = [
      {
        ...rooms[0]!,
        migrations: [...rooms[0]!.migrations, step('0003', 'create table spec.two (n int); select 1 / 0')],
      },
    ];
    const results = await Promise.allSettled([migrate(database.url, broken), migrate(database.url, broken)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await count('select count(*) as n from spec.one')).toBe(1);
    expect(await count(`select count(*) as n from pg_class where relname = 'two'`)).toBe(0);
    const mended = [
      { ...rooms[0]!, migrations: [...rooms[0]!.migrations, step('0003', 'create table spec.two (n int)')] },
    ];
    await migrate(database.url, mended);
    expect(await count('select count(*) as n from spec.two')).toBe(0);
  });

  it('leave the data of a newer TaskBench alone, and say so', async () => {
    const newer = [
      { ...rooms[0]!, migrations: [...rooms[0]!.migrations, step('0003', 'create table spec.two (n int)')] },
    ];
    await migrate(database.url, newer);
    const error: unknown = await migrate(database.url, rooms).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NewerDataError);
    expect((error as Error).message).toContain('newer TaskBench (spec/0003)');
    // Other services' schemas in the same database are theirs to know.
    await migrate(database.url, []);
    await migrate(database.url, [{ schema: 'other', migrations: [] }]);
  });

  it('are undone and applied again when the process that applies them dies', async () => {
    await migrate(database.url, rooms);
    const slow = [
      {
        ...rooms[0]!,
        migrations: [...rooms[0]!.migrations, step('0003', 'create table spec.two (n int); select pg_sleep(5)')],
      },
    ];
    const dying = migrate(database.url, slow).catch((error: unknown) => error);
    await new Promise((done) => setTimeout(done, 300));
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid() and datname = current_database()`,
    );
    expect(await dying).toBeInstanceOf(Error);
    expect(await count(`select count(*) as n from pg_class where relname = 'two'`)).toBe(0);
    await migrate(database.url, [
      { ...rooms[0]!, migrations: [...rooms[0]!.migrations, step('0003', 'create table spec.two (n int)')] },
    ]);
    expect(await count('select count(*) as n from spec.two')).toBe(0);
  });
});
