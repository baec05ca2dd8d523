import type { Stored } from '@taskbench/contracts';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { apply, transaction } from './board.ts';
import { servicePool, type Pool } from './database.ts';
import { EventLog, parseStored } from './log.ts';
import { migrate } from './migrate.ts';
import { change, projection } from './projection.ts';
import { Shadow } from './shadow.ts';

type Noted = { type: 'Noted'; version: number; data: { n: number; gone: boolean } };
interface Row {
  stream: string;
  sum: number;
}
const sums = projection<Row, Noted>({
  table: 'spec.sums',
  key: ['stream'],
  on: {
    Noted: ({ n, gone }, { stream }) =>
      change<Row>({ stream }, (row) => (gone ? undefined : { stream, sum: (row?.sum ?? 0) + n })),
  },
});
const tables = {
  name: '0001',
  sql: 'create table spec.sums (stream text primary key, sum int not null, position bigint not null)',
};

describe('A table folded anew', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let events: Stored[];
  const rowsOf = async (from: Pick<Pool, 'query'>, table: string) =>
    (await from.query(`select * from ${table} order by stream`)).rows as unknown[];

  beforeAll(async () => {
    database = await freshDatabase();
    await migrate(database.url, [{ schema: 'spec', migrations: [tables] }]);
    pool = servicePool(database.url, 2);
    const log = new EventLog(pool);
    for (let n = 0; n < 90; n++) {
      const facts = [{ type: 'Noted', version: 1, data: { n, gone: n % 11 === 10 } }];
      await log.append({ stream: `s-${n % 9}`, expected: Math.floor(n / 9), facts, correlation: 'spec' });
    }
    events = (await log.rows(0, 1_000)).map(parseStored);
    await apply(pool, log, { schema: 'spec', projections: [sums] }, events);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it.each([1, 2, 5, 1_000])('has the rows of the live one when at most %i of them are kept in memory', async (most) => {
    const live = await rowsOf(pool, 'spec.sums');
    expect(live.length).toBeGreaterThan(3);
    await transaction(pool, async (client) => {
      const shadow = new Shadow(sums, most);
      await shadow.create(client);
      for (let at = 0; at < events.length; at += 7) await shadow.take(client, events.slice(at, at + 7), new Set());
      await shadow.store(client);
      expect(await rowsOf(client, shadow.name)).toEqual(live);
    });
  });
});
