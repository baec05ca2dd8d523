import { boot, readConfig, type Running } from '@taskbench/service-kit';
import { tasks } from '@taskbench/tasks';
import { freshDatabase, testServers, type FreshDatabase } from '@taskbench/testing';
import { letters, redrive } from './letters.ts';

describe('Of events that were set aside doctor finds', () => {
  const COUNT = 450; // three pages
  let database: FreshDatabase;
  let running: Running;
  beforeAll(async () => {
    database = await freshDatabase();
    process.env['TASKBENCH_LOG_LEVEL'] = 'silent';
    const env = {
      DATABASE_URL: database.url,
      NATS_URL: testServers().natsUrl,
      PORT: '0',
      LLM_BASE_URL: 'http://127.0.0.1:1',
    };
    running = await boot([tasks], { config: readConfig(env) });
    delete process.env['TASKBENCH_LOG_LEVEL'];
    await running.runtime.pool.query(
      `insert into log.dead_letters (service, consumer, position, event_id, type, failures, reason, stack, state)
       select 'spec', 'spec-note', n, gen_random_uuid(), 'TaskCreated', 5, 'RangeError', '',
         case when n <= $1 then 'dead' else 'failing' end from generate_series(1, $1 + 1) n`,
      [COUNT],
    );
  });
  afterAll(async () => {
    await running.close();
    await database.drop();
  });

  it('every one, on whatever page, and how to try it again', async () => {
    const found = await letters({ apiUrl: running.url });
    expect(found).toHaveLength(COUNT);
    expect(new Set(found.map(({ seen }) => seen)).size).toBe(COUNT);
    expect(found[0]).toMatchObject({
      ok: false,
      seen: 'TaskCreated at 1 for spec-note, 5 failures: RangeError',
      remedy: expect.stringMatching(/doctor --redrive [0-9a-f-]{36} tries/),
    });
  });

  it('one to try again, or all of them', async () => {
    const id = /--redrive (\S+)/.exec((await letters({ apiUrl: running.url }))[0]!.remedy!)![1]!;
    expect(await redrive({ apiUrl: running.url }, id)).toBe(1);
    expect(await redrive({ apiUrl: running.url }, 'all')).toBe(COUNT - 1);
    expect(await letters({ apiUrl: running.url })).toEqual([]);
  });

  it('that nobody says which they are', async () => {
    expect(await letters({ apiUrl: 'http://127.0.0.1:1' })).toEqual([expect.objectContaining({ ok: false })]);
  });
});
