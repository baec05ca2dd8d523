import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import pg from 'pg';
import { servicePool, steadyPool, type Pool } from './database.ts';
import { chainHash, eventHash, GENESIS } from './hash.ts';
import { APPEND, appendArguments, EventLog, type Entry } from './log.ts';
import { migrate } from './migrate.ts';
import { apply } from './board.ts';
import { change, projection } from './projection.ts';
import { rebuild } from './rebuild.ts';
import { Texts } from './texts.ts';

const fact = (data: object = {}) => ({ type: 'Noted', version: 1, data });
const entry = (stream: string, expected: number, ...facts: ReturnType<typeof fact>[]): Entry => ({
  stream,
  expected,
  facts: facts.length > 0 ? facts : [fact()],
  correlation: 'spec',
});

describe('The log', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let log: EventLog;

  beforeAll(async () => {
    database = await freshDatabase();
    await migrate(database.url, [{ schema: 'spec', migrations: [notes] }]);
    pool = servicePool(database.url);
    log = new EventLog(pool);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('appends many entries at once, and a loser fails alone', async () => {
    await log.append(entry('a-1', 0));
    const before = (await log.head()).position;
    const results = await Promise.all([
      log.append(entry('a-2', 0)),
      log.append(entry('a-1', 0)),
      log.append(entry('a-3', 0, fact(), fact())),
    ]);
    expect(results[1]).toBe('conflict');
    const won = results.filter((result) => result !== 'conflict').map(({ position }) => position);
    expect(Math.min(...won)).toBe(before + 1);
    expect((await log.head()).position).toBe(before + 3);
    expect((await log.stream('a-1')).map(({ version }) => version)).toEqual([1]);
  });

  it('lets the second of two entries for one stream lose, also when they come together', async () => {
    const results = await Promise.all([log.append(entry('twice-1', 0)), log.append(entry('twice-1', 0))]);
    expect(results.filter((result) => result === 'conflict')).toHaveLength(1);
  });

  it('gives gapless positions in commit order, also when the later of two open transactions commits first', async () => {
    const [slow, fast] = [await pool.connect(), await pool.connect()];
    try {
      const at = (await log.head()).position;
      await slow.query('begin');
      await fast.query('begin');
      // The first to append holds the head; the other waits for its commit, so no reader can see a later one first.
      await fast.query(`select ${APPEND}`, appendArguments([entry('fast-1', 0)]));
      const waiting = slow.query(`select ${APPEND} as firsts`, appendArguments([entry('slow-1', 0)]));
      expect(await log.rows(at, 10)).toHaveLength(0);
      await fast.query('commit');
      await waiting;
      expect((await log.rows(at, 10)).map(({ stream }) => stream)).toEqual(['fast-1']);
      await slow.query('commit');
      expect((await log.rows(at, 10)).map(({ stream, position }) => [stream, position])).toEqual([
        ['fast-1', at + 1],
        ['slow-1', at + 2],
      ]);
    } finally {
      slow.release();
      fast.release();
    }
  });

  it('leaves no gap where a transaction is rolled back', async () => {
    const client = await pool.connect();
    const at = (await log.head()).position;
    await client.query('begin');
    await client.query(`select ${APPEND}`, appendArguments([entry('undone-1', 0)]));
    await client.query('rollback');
    client.release();
    expect(await log.append(entry('after-1', 0))).toEqual({ position: at + 1 });
  });

  it('chains every event over its own bytes, the same in Postgres and here', async () => {
    await log.append(entry('chain-1', 0, fact({ text: 'Zoë "quoted" \n 🙂', n: 0.1 })));
    let previous: Buffer = GENESIS;
    for (const { hash, ...event } of await log.rows(0, 10_000)) {
      previous = chainHash(previous, eventHash(event));
      expect(previous.equals(hash)).toBe(true);
    }
  });

  it.each(['update log.events set type = $$x$$', 'delete from log.events', 'truncate log.events'])(
    'can be appended to and nothing else: %s is refused',
    async (sql) => {
      await expect(pool.query(sql)).rejects.toThrow(/permission denied|append-only/);
      const owner = new pg.Client({ connectionString: database.url });
      await owner.connect();
      await expect(owner.query(sql)).rejects.toThrow(/append-only/);
      await owner.end();
    },
  );

  it('keeps texts outside events, equal ones once within a task and apart between tasks', async () => {
    const texts = new Texts(pool);
    const [task, other] = [randomUUID(), randomUUID()];
    const [one, same, foreign] = await Promise.all([
      texts.seal(task, 'secret'),
      texts.seal(task, 'secret'),
      texts.seal(other, 'secret'),
    ]);
    expect(same.digest).toBe(one.digest);
    expect(foreign.digest).not.toBe(one.digest);
    await log.append({ ...entry('texts-1', 0, fact({ text: one.digest })), texts: [one, same] });
    expect(await new Texts(pool).one(task, one.digest)).toBe('secret');
    await expect(texts.one(other, one.digest)).rejects.toThrow(/not in the log/);
    const { rows } = await pool.query('select ciphertext from log.texts');
    expect(rows.some(({ ciphertext }: { ciphertext: Buffer }) => ciphertext.includes('secret'))).toBe(false);
  });

  it('gives back a text that it sealed once without asking Postgres, then what Postgres has', async () => {
    const [asked, task] = [jest.spyOn(pool, 'query'), randomUUID()];
    const texts = new Texts(pool);
    const long = 'x'.repeat(20_000);
    const [short, tall] = [await texts.seal(task, 'secret'), await texts.seal(task, long)];
    await log.append({ ...entry('texts-2', 0, fact({ text: short.digest, tall: tall.digest })), texts: [short, tall] });
    const before = asked.mock.calls.length;
    const questions = () => asked.mock.calls.length - before;
    expect([await texts.one(task, short.digest), questions()]).toEqual(['secret', 0]);
    expect([await texts.one(task, short.digest), questions()]).toEqual(['secret', 1]);
    expect([await texts.one(task, tall.digest), questions()]).toEqual([long, 2]);
    for (let n = 0; n <= 1_000; n++) await texts.seal(task, `more ${n}`);
    await expect(texts.one(task, (await texts.seal(task, 'more 1000')).digest)).resolves.toBe('more 1000');
    await expect(texts.one(task, await texts.digestOf(task, 'more 0'))).rejects.toThrow(/not in the log/); // long ago
    asked.mockRestore();
  });

  it('migrates once, however many processes start together', async () => {
    await Promise.all([1, 2, 3, 4].map(() => migrate(database.url, [{ schema: 'spec', migrations: [notes] }])));
    expect((await log.head()).position).toBeGreaterThan(0);
  });

  describe('projected', () => {
    const counted = projection<
      { stream: string; events: number },
      { type: 'Noted'; version: number; data: { gone?: boolean } }
    >({
      table: 'spec.notes',
      key: ['stream'],
      on: {
        Noted: ({ gone }, { stream }) =>
          change<{ stream: string; events: number }>({ stream }, (row) =>
            gone ? undefined : { stream, events: (row?.events ?? 0) + 1 },
          ),
      },
    });
    const board = { schema: 'spec', projections: [counted] };
    const rows = async () => (await pool.query('select * from spec.notes order by stream')).rows;

    it('gives the same rows rebuilt as live, with duplicates, holes and replicas on the way', async () => {
      for (let n = 0; n < 60; n++)
        await log.append(entry(`p-${n % 7}`, Math.floor(n / 7), fact({ gone: n % 13 === 12 })));
      const all = (await log.rows(0, 10_000)).map(({ data, ...row }) => ({ ...row, data: JSON.parse(data) as object }));
      const half = all.slice(0, 30);
      await Promise.all([apply(pool, log, board, half), apply(pool, log, board, half)]); // two replicas, the same batch
      await apply(pool, log, board, half.slice(10, 20)); // delivered again
      await apply(pool, log, board, all.slice(45)); // a hole before it: read from the log
      await apply(pool, log, board, all);
      const live = await rows();
      expect(live.reduce((sum, { events }: { events: number }) => sum + events, 0)).toBeGreaterThan(40);
      await rebuild(pool, log, [board], { repair: true });
      expect(await rows()).toEqual(live);
    });

    it('reads the rows that a batch changes and no others, also where Postgres last saw the table empty', async () => {
      const fill = `insert into spec.notes select 'other-' || n, 1, 1 from generate_series(1, 3000) n`;
      await pool.query(fill);
      await pool.query('delete from spec.notes');
      await pool.query('analyze spec.notes');
      await pool.query(fill);
      const single = steadyPool(database.url, 1); // each connection tells of what it read itself
      const read = async () => {
        for (const told of [single, pool]) await told.query('select pg_stat_force_next_flush()');
        const { rows } = await pool.query<{ n: number }>(
          `select (coalesce(idx_tup_fetch, 0) + seq_tup_read)::int as n from pg_stat_user_tables where relname = 'notes'`,
        );
        return rows[0]!.n;
      };
      await apply(single, log, board, []);
      const before = await read();
      for (const [version, gone] of [false, false, true].entries()) {
        await Promise.all(
          Array.from({ length: 20 }, (_, n) => log.append(entry(`kept-${n}`, version, fact({ gone })))),
        );
        await apply(single, log, board, []);
      }
      expect((await read()) - before).toBeLessThan(200);
      await single.end();
      await rebuild(pool, log, [board], { repair: true });
    });

    it('needs one connection only, so as many as there are may be at it at once', async () => {
      const narrow = servicePool(database.url, 1);
      const read = new EventLog(narrow);
      const at = (await log.head()).position;
      await log.append(entry('narrow-1', 0));
      const [applied, verified] = await Promise.all([
        apply(narrow, read, board, []),
        rebuild(narrow, read, [board], { repair: false }),
      ]);
      expect([applied, verified.drifts]).toEqual([at + 1, []]);
      await narrow.end();
    });
  });
});

const notes = {
  name: '0001-notes',
  sql: 'create table spec.notes (stream text primary key, events int not null, position bigint not null)',
};
