import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import pg from 'pg';
import { wakeOnAppend, type Wake } from './wake.ts';

// So long that in these specs only a notification can wake.
const NEVER_MS = 600_000;

describe('A wake', () => {
  let database: FreshDatabase;
  let writer: pg.Client;
  let wake: Wake;
  const append = () => writer.query('notify log');
  const listeners = async () =>
    (
      await writer.query<{ query: string }>(
        `select query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query = 'listen log'`,
      )
    ).rowCount;

  beforeEach(async () => {
    database = await freshDatabase();
    writer = new pg.Client({ connectionString: database.url });
    await writer.connect();
    wake = wakeOnAppend(database.url, NEVER_MS);
    await listening();
  });
  afterEach(async () => {
    await wake.close();
    await writer.end();
    await database.drop();
  });

  /** Its connection is made meanwhile. */
  async function listening(): Promise<void> {
    for (;;) {
      const { rowCount } = await writer.query(
        'select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      if (rowCount) break;
    }
    await new Promise((done) => setTimeout(done, 50));
    await wake.next();
    expect(await listeners()).toBe(1);
  }

  it('tells of what is appended while somebody waits, and between two waits', async () => {
    const waiting = wake.next();
    await append();
    await waiting;
    await append();
    await wake.next();
  });

  it('is told nothing while muted, and then looks once more without waiting', async () => {
    wake.mute();
    await append();
    expect(await listeners()).toBe(0);
    await wake.next();
    const waiting = wake.next();
    await append();
    await waiting;
  });
});
