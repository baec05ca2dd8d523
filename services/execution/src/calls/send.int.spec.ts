import { randomUUID } from 'node:crypto';
import type { CallRequested, DataOf } from '@taskbench/contracts';
import { EventLog, migrate, servicePool, Texts, type Pool } from '@taskbench/event-log';
import type { Answer, Provider } from '@taskbench/models';
import type { Runtime } from '@taskbench/service-kit';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { execution } from '../execution.module.ts';
import type { Asking } from '../long-inputs/ask-in-parts.ts';
import type { Claimed, Release } from './claims.ts';
import type { Lease } from './lease.ts';
import { sender } from './send.ts';

describe('A limit of its provider that an answer says is used up', () => {
  let database: FreshDatabase;
  let pool: Pool;
  beforeEach(async () => {
    database = await freshDatabase();
    await migrate(database.url, [{ schema: 'execution', migrations: execution.migrations }]);
    pool = servicePool(database.url);
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
  });

  /** Sends a call of so many parts, each of which is answered so; answers when each was asked and what was told of the model. */
  async function sent(parts: number, spent_for_ms: number): Promise<{ asked: number[]; told: Release['outcome'] }> {
    const evaluation_id = randomUUID();
    await pool.query(`insert into execution.runs values ($1, 3, array['m'], true, 1)`, [evaluation_id]);
    const call_id = `${evaluation_id}-0`;
    const call = {
      call_id,
      evaluation_id,
      label: 'm',
      payer: evaluation_id,
      task_id: randomUUID(),
      connection_id: 'c',
    };
    const request = { failures: 0, since: 0, call: call as unknown as DataOf<typeof CallRequested> };
    const asked: number[] = [];
    const usage = { prompt_tokens: 1, completion_tokens: 1, cached_tokens: 0, reported_nano: 1, latency_ms: 1 };
    const answer = { text: 'yes', usage, generation_id: null, spent_for_ms } as unknown as Answer;
    const ask = async () => (asked.push(performance.now()), answer);
    const provider = { ask, cost: null } as unknown as Provider;
    const asking = {
      asks: Array(parts).fill({}),
      merge: async () => ({ text: 'yes', unjoined: false }),
    } as unknown as Asking;
    const runtime = { pool, log: new EventLog(pool), texts: new Texts(pool) } as unknown as Runtime;
    const lease = { retired: false, vouchesFor: async () => true } as unknown as Lease;
    const send = sender(
      runtime,
      async () => provider,
      async () => asking,
      lease,
    );
    let told: Release['outcome'] = null;
    await send({ version: 2, attempt: 1, request } satisfies Claimed, async (_, { outcome }) => {
      told = outcome;
      return { position: 1 };
    });
    return { asked, told };
  }

  it('is waited for no longer than anybody waits for a call', async () => {
    expect((await sent(1, 20_000)).told).toMatchObject({ reason: null, wait_ms: 20_000 });
    expect((await sent(1, 14 * 3_600_000)).told).toMatchObject({ reason: null, wait_ms: 300_000 });
  });

  it('is waited for before the next part of a long input is sent', async () => {
    const { asked } = await sent(2, 600);
    expect(asked[1]! - asked[0]!).toBeGreaterThanOrEqual(600);
  });
});
