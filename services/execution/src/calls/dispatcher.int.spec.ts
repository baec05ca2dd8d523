import { randomUUID } from 'node:crypto';
import { EventLog, migrate, servicePool, type Pool } from '@taskbench/event-log';
import type { Runtime } from '@taskbench/service-kit';
import { logger } from '@taskbench/telemetry';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { execution } from '../execution.module.ts';
import type { Claimed } from './claims.ts';
import { Dispatcher, type Send } from './dispatcher.ts';
import type { Lease } from './lease.ts';

const silent = logger('spec');
silent.level = 'silent';
const CALLS = 40;

describe('The dispatcher', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let log: EventLog;
  let sent: string[];
  let trouble: 'none' | 'reply lost' | 'away';
  let evaluation: string;
  /** How many outcomes each step brought that brought any. */
  let shared: number[];
  /** How many calls had been sent whenever a flush was asked for. */
  let flushed: number[];

  beforeEach(async () => {
    database = await freshDatabase();
    await migrate(database.url, [{ schema: 'execution', migrations: execution.migrations }]);
    pool = servicePool(database.url, 4);
    log = new EventLog(pool);
    [sent, trouble, evaluation, shared, flushed] = [[], 'none', randomUUID(), [], []];
    await pool.query('insert into execution.runs values ($1, 3, array[$2], true, 1)', [evaluation, 'm']);
    for (let ordinal = 0; ordinal < CALLS; ordinal++) {
      const request = { call_id: `${evaluation}-${ordinal}`, payer: evaluation, connection_id: 'c' };
      const facts = [{ type: 'CallRequested', version: 1, data: request }];
      await log.append({ stream: `call-${request.call_id}`, expected: 0, facts, correlation: evaluation });
      await pool.query(
        `insert into execution.due_calls values ($1, $2, 'm', $3, 1, 0, 0, 'requested', 0, true, $4, 1)`,
        [request.call_id, evaluation, ordinal, JSON.stringify(request)],
      );
    }
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
  });

  /** The steps of the dispatcher over a connection that breaks before or after Postgres did what was asked. */
  const breaking = {
    query: async (asked: { text?: string } | string, values?: unknown[]) => {
      const isStep = typeof asked !== 'string' && asked.text?.includes('execution.step');
      const outcomes = isStep ? (asked as { values: readonly string[][] }).values[1]!.length : 0;
      if (outcomes > 0) shared.push(outcomes);
      const broken = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      if (isStep && trouble === 'away') throw broken;
      const result = await pool.query(asked as string, values);
      if (isStep && trouble === 'reply lost') {
        trouble = 'none';
        throw broken;
      }
      return result;
    },
  };
  const answerAfter =
    (takes: (nth: number) => number): Send =>
    async (claimed: Claimed, settle) => {
      const { call_id } = claimed.request.call;
      const nth = sent.push(call_id);
      await new Promise((done) => setTimeout(done, takes(nth)));
      const facts = [{ type: 'CallAnswered', version: 1, data: { call_id, attempt: claimed.attempt } }];
      const entry = { stream: `call-${call_id}`, expected: claimed.version, facts, correlation: evaluation };
      await settle(entry, { call_id, attempt: claimed.attempt, version: claimed.version + 1, outcome: null });
    };
  const open = (send = answerAfter(() => 20)) => {
    const transport = { flush: () => void flushed.push(sent.length) };
    const runtime = { log: { pool: breaking }, logger: silent, transport } as unknown as Runtime;
    const lease = { owner: 'me', held: () => true, retire: async () => undefined } as unknown as Lease;
    return new Dispatcher(runtime, lease, send, { id: 'c', concurrency: 100 });
  };
  const count = async (type: string) => (await log.rows(0, 1_000)).filter((row) => row.type === type).length;
  const settled = async (calls = CALLS) => {
    for (const patience = Date.now() + 10_000; Date.now() < patience;) {
      if ((await count('CallAnswered')) === calls) return;
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  const onceEach = async () => {
    expect([sent.length, new Set(sent).size]).toEqual([CALLS, CALLS]);
    expect([await count('AttemptStarted'), await count('CallAnswered')]).toEqual([CALLS, CALLS]);
    const { rows } = await pool.query('select count(*)::int as n from execution.leases where owner is not null');
    expect(rows[0]).toEqual({ n: 0 });
  };

  it('sends each call once and settles it once', async () => {
    const dispatcher = open();
    await settled();
    await dispatcher.close();
    await onceEach();
  });

  it('asks for a flush once nothing is under way, and not before', async () => {
    const dispatcher = open(answerAfter((nth) => (nth === 1 ? 1_000 : 1)));
    await settled(CALLS - 1);
    const before = flushed.length;
    await settled();
    await dispatcher.close();
    expect([before, ...flushed]).toEqual([0, CALLS]);
  });

  it('settles together what comes within a small part of the time that it took', async () => {
    await pool.query('update execution.runs set concurrency = 20');
    const dispatcher = open(answerAfter((nth) => 1_500 + 6 * (nth % 3)));
    await settled();
    await dispatcher.close();
    expect(shared).toEqual([20, 20]);
  });

  it('keeps no slot waiting for others where few calls are under way', async () => {
    await pool.query('delete from execution.due_calls where ordinal >= 6');
    const dispatcher = open(answerAfter((nth) => 1_500 + 6 * (nth % 3)));
    await settled(6);
    await dispatcher.close();
    expect(shared).toContain(1);
  });

  it('sends what it claimed in a step whose reply was lost', async () => {
    trouble = 'reply lost';
    const dispatcher = open();
    await settled();
    await dispatcher.close();
    await onceEach();
  });

  it('does not settle twice what it settled in a step whose reply was lost', async () => {
    const dispatcher = open();
    while (sent.length === 0) await new Promise((done) => setTimeout(done, 5));
    trouble = 'reply lost';
    await settled();
    await dispatcher.close();
    await onceEach();
  });

  it('keeps answers while Postgres is away, and sends nothing meanwhile', async () => {
    const dispatcher = open();
    while (sent.length < 3) await new Promise((done) => setTimeout(done, 5));
    trouble = 'away';
    await new Promise((done) => setTimeout(done, 600));
    expect(sent).toHaveLength(3);
    trouble = 'none';
    await settled();
    await dispatcher.close();
    await onceEach();
  });

  it('lets calls in flight end when it closes, and claims no more', async () => {
    const dispatcher = open();
    while (sent.length < 3) await new Promise((done) => setTimeout(done, 2));
    await dispatcher.close();
    expect(await count('CallAnswered')).toBe(sent.length);
    expect(sent.length).toBeLessThan(CALLS);
  });
});
