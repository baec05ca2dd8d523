import { randomUUID } from 'node:crypto';
import { EventLog, migrate, servicePool, Texts, type Pool } from '@taskbench/event-log';
import type { Transport } from '@taskbench/messaging';
import { Runtime, type Config, type Worker } from '@taskbench/service-kit';
import { freshDatabase, logLines, type FreshDatabase } from '@taskbench/testing';
import pg from 'pg';
import { execution } from '../execution.module.ts';
import { Dispatcher } from './dispatcher.ts';
import { Lease } from './lease.ts';
import { sender } from './send.ts';

const CANARY = 'the canary sings';

describe('What is logged where calls are made, of an error that quotes a text', () => {
  const { log: logger, written } = logLines();
  let database: FreshDatabase;
  let pool: Pool;
  let workers: Worker[];

  beforeEach(async () => {
    written.splice(0);
    database = await freshDatabase();
    await migrate(database.url, [{ schema: 'execution', migrations: execution.migrations }]);
    pool = servicePool(database.url, 4);
    workers = [];
  });
  afterEach(async () => {
    await Promise.all(workers.map((one) => one.close()));
    await pool.end();
    await database.drop();
  });

  /** Postgres itself says it, whenever this is done to a table. */
  async function sings(table: string, deed: string): Promise<void> {
    const owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    await owner.query(`
      create function public.sing() returns trigger language plpgsql as $$ begin raise exception '${CANARY}'; end $$;
      create trigger canary before ${deed} on ${table} for each statement execute function public.sing();`);
    await owner.end();
  }
  const line = async (sentence: string) => {
    for (let tries = 0; tries < 400; tries++, await new Promise((done) => setTimeout(done, 25))) {
      const found = written.find(({ msg }) => msg === sentence);
      if (found) return found;
    }
    throw new Error(`"${sentence}" is not logged: ${JSON.stringify(written)}`);
  };
  function start(askFails?: Error) {
    const config = { databaseUrl: database.url } as Config;
    const transport = { flush: () => undefined } as unknown as Transport;
    const runtime = new Runtime(config, pool, new EventLog(pool), new Texts(pool), transport, logger);
    const lease = new Lease(runtime);
    const asks = async () => {
      throw askFails;
    };
    const send = sender(runtime, null as never, asks, lease);
    workers.push(new Dispatcher(runtime, lease, send, { id: 'c', concurrency: 5 }), lease);
  }
  async function due(): Promise<{ evaluation: string; call: string }> {
    const evaluation = randomUUID();
    const call = `${evaluation}-0`;
    const request = { call_id: call, payer: evaluation, connection_id: 'c', evaluation_id: evaluation };
    const facts = [{ type: 'CallRequested', version: 1, data: request }];
    await pool.query('insert into execution.runs values ($1, 3, array[$2], true, 1)', [evaluation, 'm']);
    await new EventLog(pool).append({ stream: `call-${call}`, expected: 0, facts, correlation: evaluation });
    await pool.query(`insert into execution.due_calls values ($1, $2, 'm', 0, 1, 0, 0, 'requested', 0, true, $3, 1)`, [
      call,
      evaluation,
      JSON.stringify(request),
    ]);
    return { evaluation, call };
  }

  it('is its kind and code: where the lease cannot be renewed', async () => {
    await sings('execution.workers', 'insert or update or delete');
    start();
    expect(await line('The lease could not be renewed.')).toMatchObject({ err: { type: 'error', code: 'P0001' } });
    expect(JSON.stringify(written)).not.toContain('canary');
  });

  it('is its kind and code where nothing can be claimed', async () => {
    await sings('execution.leases', 'insert');
    start();
    await due();
    expect(await line('Claiming was interrupted.')).toMatchObject({ err: { type: 'error', code: 'P0001' } });
    expect(JSON.stringify(written)).not.toContain('canary');
  });

  it('is its kind, and which call it was, where a request cannot be made', async () => {
    start(new Error(CANARY));
    const { evaluation, call } = await due();
    expect(await line('A request could not be made.')).toMatchObject({
      call,
      correlation: evaluation,
      err: { type: 'Error', stack: expect.stringContaining('log-lines') },
    });
    expect(JSON.stringify(written)).not.toContain('canary');
  });
});
