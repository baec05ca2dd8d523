import {
  parseUsd,
  type CallView,
  type CostsReconciled,
  type DataOf,
  type EvaluationView,
  type ResultsView,
} from '@taskbench/contracts';
import { servicePool, type Pool } from '@taskbench/event-log';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ask, ended, importSample, results, samples, sleep, start } from './client.ts';
import { eventsOf, refereeOf } from './referee.ts';
import { apart, type TestStack } from './stack.ts';

const WEATHER = { cut: 0.15, no_usage: 0.15, stall: 0.03, seed: 5 };
const NEVER_S = 1_000_000;

interface Lookup {
  readonly call_id: string;
  readonly attempt: number;
}

/** What a look at the ranking must find unchanged when nothing but money changes. */
const quality = ({ rows }: ResultsView) =>
  rows
    .map(({ label, calls, accuracy, completeness, instruction_following, hallucination_rate }) => {
      return { label, calls, accuracy, completeness, instruction_following, hallucination_rate };
    })
    .toSorted((a, b) => a.label.localeCompare(b.label));

describe('What attempts of unknown cost were charged with', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let pool: Pool;
  let replicas: TestStack[];
  let task: { id: string };
  const [first, all] = [() => replicas[0]!, (deed: (stack: TestStack) => unknown) => Promise.all(replicas.map(deed))];
  const two = async () => {
    const options = { databaseUrl: database.url, llmBaseUrl: simulator.url };
    const env = { TASKBENCH_CALL_TIMEOUT_SECONDS: '3' };
    replicas = [await apart({ ...options, env }), await apart({ ...options, env })];
  };
  const view = async (id: string) => (await ask<EvaluationView>(first(), 'GET', `/evaluations/${id}`)).body;
  const call = async (id: string) => (await ask<CallView>(first(), 'GET', `/calls/${id}`)).body;
  const sought = async () =>
    (await pool.query<Lookup & { tries: number }>('select * from execution.lookup_tries')).rows;

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 20 });
    pool = servicePool(database.url);
    await two();
    task = await importSample(first());
  }, 60_000);
  afterAll(async () => {
    await all((stack) => stack.kill('SIGKILL'));
    await pool.end();
    await simulator.close();
    await database.drop();
  });

  it('is told after the evaluation ended, counted once though two ask and both are killed meanwhile, and changes only cost', async () => {
    const referee = refereeOf(simulator);
    await referee.reset();
    await referee.inject({ ...WEATHER, cost_after_s: NEVER_S });
    const models = ['sim/careful', 'sim/quick'];
    const { id } = await start(first(), { task_id: task.id, models, repetitions: 3, concurrency: 20 });
    const before = await ended(first(), id);
    expect(before.cost_state).toBe('partial');
    const shown = await results(first(), id);
    while ((await sought()).every(({ tries }) => tries === 0)) await sleep(20);
    const { rows: open } = await pool.query<Lookup>('select call_id, attempt from execution.lookups');
    const one = open[0]!;
    const attempt = (await call(one.call_id)).tries.find((of) => of.attempt === one.attempt);
    expect(attempt).toMatchObject({ cost_usd: null, cost_state: 'unknown', cost_lookup: 'awaited' });
    expect(parseUsd(attempt!.may_cost_usd!)).toBeGreaterThan(0);

    await all((stack) => stack.kill('SIGKILL'));
    await referee.inject({ cost_after_s: 0 });
    await two();
    while ((await view(id)).cost_state !== 'exact') await sleep(50);

    const after = await view(id);
    const charged = (await referee.requests()).map(({ cost_nano_usd }) => cost_nano_usd);
    expect(parseUsd(after.cost_usd)).toBe(charged.reduce((sum, nano) => sum + nano, 0));
    expect({ ...after, cost_usd: null, cost_state: null }).toEqual({ ...before, cost_usd: null, cost_state: null });
    const { body: costs } = await ask<{ cost_usd: string; unknown_entries: number }>(
      first(),
      'GET',
      `/costs?evaluation_id=${id}`,
    );
    expect(costs).toMatchObject({ cost_usd: after.cost_usd, unknown_entries: 0 });
    const final = await results(first(), id);
    expect(final).toMatchObject({ cost_usd: after.cost_usd, cost_state: 'exact' });
    expect(quality(final)).toEqual(quality(shown));
    expect((await call(one.call_id)).tries.find((of) => of.attempt === one.attempt)).toMatchObject({
      cost_usd: expect.any(String) as string,
      cost_state: 'reconciled',
      cost_lookup: 'told',
      may_cost_usd: null,
    });

    const events = await eventsOf(database.url, id);
    const reconciled = events.filter(({ type }) => type === 'AttemptReconciled');
    const posted = events
      .filter(({ type }) => type === 'CostsReconciled')
      .flatMap(({ data }) => (data as unknown as DataOf<typeof CostsReconciled>).entries);
    const named = (of: { call_id?: unknown; attempt?: unknown }) => `${String(of.call_id)} ${String(of.attempt)}`;
    expect(posted.map(named).toSorted()).toEqual(open.map(named).toSorted());
    expect(reconciled.map(({ data }) => named(data)).toSorted()).toEqual(open.map(named).toSorted());
  }, 120_000);

  it('is told while the call waits to be tried again, and keeps nobody from trying it', async () => {
    const referee = refereeOf(simulator);
    await referee.inject({});
    const one = { name: 'One', description: 'x', gold_data: ['A'] };
    const { body: single } = await ask<{ id: string }>(first(), 'POST', '/tasks', one);
    await referee.inject({ cut: 1, cost_after_s: 0 });
    const { id } = await start(first(), { task_id: single.id, models: ['sim/quick'] });
    while (!(await eventsOf(database.url, id)).some(({ type }) => type === 'AttemptFailed')) await sleep(10);
    await ask(first(), 'POST', `/evaluations/${id}/pause`, {});
    while (!(await eventsOf(database.url, id)).some(({ type }) => type === 'AttemptReconciled')) await sleep(50);
    await referee.inject({});
    await ask(first(), 'POST', `/evaluations/${id}/resume`, {});
    expect(await ended(first(), id, 20_000)).toMatchObject({ status: 'completed', progress: { answered: 1 } });
  }, 60_000);

  it('stays unknown, and is said to, where the provider never tells it', async () => {
    const referee = refereeOf(simulator);
    await referee.inject({ cut: 0.3, seed: 6, cost_after_s: NEVER_S });
    const { id } = await start(first(), { task_id: task.id, models: ['sim/quick'], concurrency: 20 });
    const before = await ended(first(), id);
    while ((await sought()).length === 0) await sleep(20);
    const one = (await sought())[0]!;
    while ((await sought()).length > 0) {
      await pool.query('update execution.lookup_tries set due_at = now()');
      await sleep(50);
    }
    const { cost_usd, cost_state } = await view(id);
    expect([cost_usd, cost_state]).toEqual([before.cost_usd, 'partial']);
    expect((await call(one.call_id)).tries.find((of) => of.attempt === one.attempt)).toMatchObject({
      cost_usd: null,
      cost_state: 'unknown',
      cost_lookup: 'not_told',
    });
    const { body } = await ask<{ projections: unknown }>(first(), 'POST', '/verify');
    expect(body).toMatchObject({ ok: true });
  }, 120_000);
});
