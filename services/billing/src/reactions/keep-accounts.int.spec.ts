import {
  EvaluationStarted,
  OutputImported,
  type AccountSettled,
  type CostsPosted,
  type DataOf,
} from '@taskbench/contracts';
import { apply, EventLog, migrate, servicePool, type Pool } from '@taskbench/event-log';
import type { Runtime } from '@taskbench/service-kit';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { accounts as accountTables } from '../migrations/0001-accounts.ts';
import { accounts } from '../projections/accounts.ts';
import { calls } from '../projections/calls.ts';
import { costs } from '../projections/costs.ts';
import { KeepAccounts } from './keep-accounts.ts';

const board = { schema: 'billing', projections: [accounts, calls, costs] };
const evaluation_id = '3f0c8a52-6d5e-4a5e-9d37-6a0e7c1f2b11';
const task_id = '7b1d5c0e-52d3-4b43-9b0e-0d8c7f3c9a22';
const digest = 'a'.repeat(64);
const OUTPUTS = 600;

const started = EvaluationStarted({
  evaluation_id,
  task_id,
  task_version: 1,
  task_name: 'imported',
  manifest: digest,
  models: [{ label: 'ours', model_id: 'ours', connection_id: 'imported', prices: null, seeded: false }],
  inputs: OUTPUTS,
  checks: 0,
  repetitions: 1,
  planned: OUTPUTS,
  concurrency: 1,
  budget_nano: null,
  temperature: null,
  max_tokens: 1,
  seed: 7,
  in_doubt: 'retry',
  simulated: false,
  request: digest,
  imported: digest,
});
const given = (ordinal: number) =>
  OutputImported({
    call_id: `${evaluation_id}-${ordinal}`,
    evaluation_id,
    task_id,
    phase: 'execution',
    label: 'ours',
    input_id: `i${ordinal}`,
    repetition: 0,
    payer: evaluation_id,
    ordinal,
    output: digest,
    prompt_tokens: 10,
    completion_tokens: 10,
    cost_nano: ordinal === 0 ? null : ordinal,
    latency_ms: null,
  });

describe('The account of hundreds of outputs that were given at once', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let log: EventLog;

  beforeAll(async () => {
    database = await freshDatabase();
    await migrate(database.url, [{ schema: 'billing', migrations: [accountTables] }]);
    pool = servicePool(database.url);
    log = new EventLog(pool);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const project = async () => {
    while ((await apply(pool, log, board, [])) < (await log.head()).position);
  };
  async function keep(): Promise<void> {
    const logger = {
      warn: ({ err }: { err: unknown }) => {
        throw err;
      },
    };
    const accountsKept = new KeepAccounts({ pool, log, logger } as unknown as Runtime);
    accountsKept.wake();
    await accountsKept.close();
    await project();
  }

  it('posts each at its own cost or as unknown, sets nothing aside, and says its last word last', async () => {
    const facts = [started, ...Array.from({ length: OUTPUTS }, (_, ordinal) => given(ordinal))];
    await Promise.all(
      facts.map((fact, at) =>
        log.append({ stream: `given-${at}`, expected: 0, facts: [fact], correlation: evaluation_id }),
      ),
    );
    await project();
    for (let rounds = 0; rounds < 5; rounds++) await keep();

    const said = await log.stream(`account-${evaluation_id}`);
    expect(said.map(({ type }) => type)).toEqual([
      ...Array<string>(OUTPUTS / 50).fill('CostsPosted'),
      'AccountSettled',
    ]);
    expect(said.at(-1)!.data as DataOf<typeof AccountSettled>).toMatchObject({
      calls: OUTPUTS,
      spent_nano: ((OUTPUTS - 1) * OUTPUTS) / 2,
      unknown_entries: 1,
    });
    const entries = said
      .slice(0, -1)
      .flatMap(({ data }) => (data as DataOf<typeof CostsPosted>).entries)
      .map(({ call_id, cost_nano, state }) => [call_id, cost_nano, state]);
    expect(entries.toSorted()).toEqual(
      Array.from({ length: OUTPUTS }, (_, at) => [
        `${evaluation_id}-${at}`,
        at === 0 ? null : at,
        at === 0 ? 'unknown' : 'reported',
      ]).toSorted(),
    );
  });
});
