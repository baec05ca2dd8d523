import { randomUUID } from 'node:crypto';
import { EventLog, migrate, steadyPool } from '@taskbench/event-log';
import pg from 'pg';

const EVENTS = 20_000;
const BATCH = 500;
const DATA = { text: 'x'.repeat(400) };

/** Its events are not the product's, so they lie apart. */
async function ownDatabase(server: string): Promise<string> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query('create database bench_append');
  await client.end();
  const url = new URL(server);
  url.pathname = '/bench_append';
  return url.href;
}

/** Events a second through the log, over rows a second of a plain multi-row insert of the same data by the same client. */
export async function appendRatio(server: string): Promise<{ append: number; plain: number }> {
  const databaseUrl = await ownDatabase(server);
  await migrate(databaseUrl);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  await pool.query(
    'create table public.plain (like log.events including defaults including indexes including storage)',
  );
  const log = new EventLog(steadyPool(databaseUrl, 1));
  const facts = [{ type: 'Noted', version: 1, data: DATA }];

  const appendRound = async (n: number) =>
    Promise.all(
      Array.from({ length: BATCH }, (_, at) =>
        log.append({ stream: `bench-${n}-${at}`, expected: 0, facts, correlation: 'bench' }),
      ),
    );
  const insert = `insert into public.plain select * from unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::smallint[],
    $6::uuid[], $7::bigint[], $8::text[], $9::uuid[], $10::json[], $11::bytea[])`;
  const plainRound = (n: number) => {
    const rows = Array.from({ length: BATCH }, (_, at) => n * BATCH + at + 1);
    const each = <T>(value: T) => rows.map(() => value);
    const columns = [
      rows,
      rows.map((at) => `bench-${at}`),
      each(1),
      each('Noted'),
      each(1),
      rows.map(() => randomUUID()),
      each(Date.now() * 1000),
    ];
    return pool.query(insert, [
      ...columns,
      each('bench'),
      each(null),
      rows.map(() => JSON.stringify(DATA)),
      each(Buffer.alloc(32)),
    ]);
  };

  const rate = async (round: (n: number) => Promise<unknown>, from: number): Promise<number> => {
    const began = performance.now();
    for (let n = 0; n < EVENTS / BATCH; n++) await round(from + n);
    return (EVENTS / (performance.now() - began)) * 1000;
  };
  await appendRound(-1);
  const [plain, append] = [await rate(plainRound, 0), await rate(appendRound, 0)];
  await pool.query('drop table public.plain');
  await Promise.all([pool.end(), log.pool.end()]);
  return { append, plain };
}
