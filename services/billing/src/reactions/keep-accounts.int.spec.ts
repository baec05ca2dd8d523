import {
  AttemptFailed,
  AttemptReconciled,
  CallFailed,
  CallRequested,
  CostsPosted,
  CostsReconciled,
  EvaluationStarted,
  OutputImported,
  type AccountSettled,
  type DataOf,
} from '@taskbench/contracts';
import { apply, EventLog, migrate, servicePool, type Pool } from '@taskbench/event-log';
import type { Fact } from '@taskbench/kernel';
import type { Runtime } from '@taskbench/service-kit';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { accounts as accountTables } from '../migrations/0001-accounts.ts';
import { accounts } from '../projections/accounts.ts';
import { calls, type PaidCall } from '../projections/calls.ts';
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

describe('An account', () => {
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

  it('of hundreds of outputs that were given at once posts each at its own cost or as unknown, sets nothing aside, and says its last word last', async () => {
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

  it('refuses what its budget does not reach with all that follows it, in however many batches they arrive', async () => {
    const payer = '5a1f8c52-6d5e-4a5e-9d37-6a0e7c1f2b15';
    const budget_nano = 1_000;
    const ask = (call: number, max_tokens: number) => {
      const fact = CallRequested({
        call_id: `${payer}-${call}`,
        evaluation_id: payer,
        task_id,
        phase: 'execution',
        label: 'ours',
        input_id: `i${call}`,
        repetition: 0,
        payer,
        ordinal: call,
        model_id: 'ours',
        connection_id: 'c',
        prices: { prompt: '0.000000001', completion: '0.000000001' },
        prompt_bytes: 1,
        max_tokens,
        budget_nano,
        prompt: null,
      });
      return log.append({ stream: `call-${payer}-${call}`, expected: 0, facts: [fact], correlation: payer });
    };
    const said = async () => (await log.stream(`account-${payer}`)).map(({ type, data }) => [type, data] as const);
    await log.append({
      stream: `evaluation-${payer}`,
      expected: 0,
      facts: [EvaluationStarted({ ...started.data, evaluation_id: payer, planned: 2, budget_nano })],
      correlation: payer,
    });
    await ask(0, 5_000);
    await project();
    await keep();
    expect(await said()).toEqual([]); // the second may be on its way

    await ask(1, 10);
    await project();
    await keep();
    expect(await said()).toEqual([
      ['FundsRefused', expect.objectContaining({ calls: [`${payer}-0`, `${payer}-1`], reason: 'budget' })],
    ]);
  });

  it('puts right what was posted at unknown cost, whenever it is told: once, and after the last word too', async () => {
    const payer = '0e1f8c52-6d5e-4a5e-9d37-6a0e7c1f2b12';
    const key = (call: number) => ({
      call_id: `${payer}-${call}`,
      evaluation_id: payer,
      task_id,
      phase: 'execution' as const,
      label: 'ours',
      input_id: `i${call}`,
      repetition: 0,
      payer,
    });
    const say = (call: number, expected: number, ...facts: Fact[]) =>
      log.append({ stream: `call-${payer}-${call}`, expected, facts, correlation: payer });
    const prices = { prompt: '0.000001', completion: '0.000001' };
    const request = { model_id: 'ours', connection_id: 'c', prices, prompt_bytes: 60, max_tokens: 40 };
    const requested = (call: number) =>
      CallRequested({ ...key(call), ...request, ordinal: call, budget_nano: null, prompt: null });
    const broken = (call: number) =>
      AttemptFailed({
        ...key(call),
        attempt: 1,
        reason: 'cut_stream',
        http_status: 200,
        may_have_cost: true,
        looked_up: true,
        retry_at: null,
      });
    const failed = (call: number) => CallFailed({ ...key(call), reason: 'cut_stream', attempts: 1 });
    const told = (call: number) => AttemptReconciled({ ...key(call), attempt: 1, cost_nano: 30 + call });
    const account = async () =>
      (
        await pool.query<object>(
          `select spent_nano::int, may_cost_nano::int, unknown_entries, closed from billing.accounts where payer = $1`,
          [payer],
        )
      ).rows[0];

    await log.append({
      stream: `evaluation-${payer}`,
      expected: 0,
      facts: [EvaluationStarted({ ...started.data, evaluation_id: payer, planned: 2 })],
      correlation: payer,
    });
    await say(0, 0, requested(0), broken(0));
    await say(1, 0, requested(1), broken(1));
    await project();
    await keep();
    expect(await account()).toEqual({ spent_nano: 0, may_cost_nano: 200_000, unknown_entries: 2, closed: false });
    // Told before the last word; and, of the other, when everything is over.
    await say(0, 2, told(0), failed(0));
    await say(1, 2, failed(1));
    await project();
    await keep();
    expect(await account()).toEqual({ spent_nano: 30, may_cost_nano: 100_000, unknown_entries: 1, closed: true });
    await say(1, 3, told(1));
    await project();
    await Promise.all([keep(), keep()]);
    await keep();
    expect(await account()).toEqual({ spent_nano: 61, may_cost_nano: 0, unknown_entries: 0, closed: true });
    const { rows } = await pool.query<object>(
      'select cost_nano::int, entries, unknown_entries from billing.costs where payer = $1',
      [payer],
    );
    expect(rows).toEqual([{ cost_nano: 61, entries: 2, unknown_entries: 0 }]);
    const types = (await log.stream(`account-${payer}`)).map(({ type }) => type);
    expect(types.filter((type) => type === 'CostsReconciled')).toHaveLength(2);
    expect(types.filter((type) => type === 'AccountSettled')).toHaveLength(1);
  });

  it('keeps a correction that arrives while its unknown cost is being posted', async () => {
    const payer = '0e1f8c52-6d5e-4a5e-9d37-6a0e7c1f2b13';
    const entry = { call_id: `${payer}-0`, attempt: 1, label: 'ours', phase: 'execution' as const };
    const rows = calls as unknown as { on: Record<string, (data: unknown) => unknown> };
    const fold = (row: PaidCall | undefined, { type, data }: Fact) =>
      [rows.on[type]!(data)]
        .flat()
        .reduce<PaidCall | undefined>(
          (known, change) => (change as { next: (row?: PaidCall) => PaidCall | undefined }).next(known),
          row,
        );
    const before: PaidCall = {
      ...entry,
      payer,
      ordinal: 0,
      prices: null,
      max_nano: 9,
      state: 'settled',
      unposted: [],
      owes: false,
    };
    const of = { ...entry, evaluation_id: payer, task_id, input_id: 'i', repetition: 0, payer, attempt: 1 };
    const broken = { ...of, reason: 'cut_stream' as const, http_status: 200, may_have_cost: true, retry_at: null };
    const totals = { payer, budget_nano: null, spent_nano: 0, reserved_nano: 0, posted_to: 1 };
    const posted = { ...entry, outcome: 'failed' as const, cost_nano: null, state: 'unknown' as const };
    const row = [
      AttemptFailed(broken),
      AttemptReconciled({ ...of, cost_nano: 4 }),
      CostsPosted({ ...totals, entries: [{ ...posted, may_cost_nano: 9 }] }),
    ].reduce<PaidCall | undefined>(fold, before)!;
    expect(row).toMatchObject({ owes: true, unposted: [{ attempt: 1, cost_nano: 4, may_have_cost_nano: 9 }] });
    const after = CostsReconciled({ ...totals, entries: [{ ...entry, cost_nano: 4, may_have_cost_nano: 9 }] });
    expect(fold(row, after)).toMatchObject({ owes: false, unposted: [] });
  });
});
