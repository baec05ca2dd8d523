import { randomUUID } from 'node:crypto';
import { EventLog, migrate, servicePool, type Pool } from '@taskbench/event-log';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { execution } from '../execution.module.ts';

const evaluation = randomUUID();

describe('Rows from before outcomes were counted', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let log: EventLog;

  beforeAll(async () => {
    database = await freshDatabase();
    const before = execution.migrations.findIndex(({ name }) => name === '0005-outcomes');
    await migrate(database.url, [{ schema: 'execution', migrations: execution.migrations.slice(0, before) }]);
    pool = servicePool(database.url, 2);
    log = new EventLog(pool);
    const append = (call: number, expected: number, ...facts: [type: string, data: object][]) =>
      log.append({
        stream: `call-${evaluation}-${call}`,
        expected,
        facts: facts.map(([type, data]) => ({ type, version: 1, data })),
        correlation: evaluation,
      });
    await append(0, 0, ['CallRequested', {}], ['CallAnswered', { usage: { first_token_ms: 21.777 } }]);
    for (const call of [1, 2, 3]) await append(call, 0, ['CallRequested', {}]);
    await append(2, 1, ['AttemptInDoubt', {}]);
    await pool.query(
      `insert into execution.calls (call_id, evaluation_id, task_id, ordinal, phase, label, input_id, repetition, status, attempts, position)
       values ($1 || '-0', $1::uuid, $1::uuid, 0, 'execution', 'm', 'a', 0, 'answered', 1, 1)`,
      [evaluation],
    );
    await pool.query(
      `insert into execution.due_calls select $1 || '-' || n, $1::uuid, 'm', n, 1, 0, 0, 'requested', case n when 3 then 77 else 0 end, true,
       '{"model_id":"x"}', 1 from generate_series(1, 3) n`,
      [evaluation],
    );
    await pool.query(
      `insert into execution.leases (call_id, label, until, attempt, version, request)
       values ('l', 'm', now(), 1, 1, '{"call":{"model_id":"x"}}')`,
    );
    await migrate(database.url, [{ schema: 'execution', migrations: execution.migrations }]);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('are filled as the log says, so that no rebuild is needed', async () => {
    const { rows: calls } = await pool.query('select first_token_ms, mark, queue_ms from execution.calls');
    expect(calls).toEqual([{ first_token_ms: 21.777, mark: null, queue_ms: null }]);
    const { rows: due } = await pool.query<{ since: number }>('select since from execution.due_calls order by ordinal');
    const at = async (call: number) => (await log.stream(`call-${evaluation}-${call}`)).at(-1)!.at;
    expect(due.map(({ since }) => since)).toEqual([await at(1), await at(2), 77]);
    expect((await pool.query('select model_id from execution.leases')).rows).toEqual([{ model_id: 'x' }]);
  });
});
