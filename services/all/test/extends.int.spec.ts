import type {
  CallList,
  CallView,
  EvaluationView,
  Problem,
  ProjectionsView,
  TaskView,
  VerificationView,
} from '@taskbench/contracts';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import type { z } from 'zod';
import { ask, ended, results, samples, start } from './client.ts';
import { refereeOf } from './referee.ts';
import { within, type TestStack } from './stack.ts';

const [careful, quick, terse] = ['sim/careful', 'sim/quick', 'sim/terse'] as const;
const inputs = ['one', 'two', 'three'].map((id) => ({ id, text: `Say ${id}.`, gold: [id] }));
const more = ['four', 'five'].map((id) => ({ id, text: `Say ${id}.`, gold: [id] }));

describe('An answer', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stack: TestStack;
  let referee: ReturnType<typeof refereeOf>;
  let tasks = 0;

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 1 });
    const env = { TASKBENCH_FIRST_TOKEN_SECONDS: '1', TASKBENCH_CALL_TIMEOUT_SECONDS: '3' };
    stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url, env });
    referee = refereeOf(simulator);
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  });

  async function newTask(): Promise<string> {
    const body = { name: `words ${++tasks}`, description: 'List the words.', output: { format: 'json' }, inputs };
    const reply = await ask<TaskView>(stack, 'POST', '/tasks', { ...body, quality_checks: [] });
    if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    return reply.body.id;
  }
  async function revise(task: string, change: object): Promise<void> {
    const { status, body } = await ask(stack, 'PATCH', `/tasks/${task}`, { ...change, quality_checks: [] });
    if (status !== 200) throw new Error(JSON.stringify(body));
  }

  /** Runs an evaluation to its end; by model, how many requests it made. */
  async function run(body: object): Promise<{ evaluation: EvaluationView; asked: Record<string, number> }> {
    await referee.reset();
    const { id } = await start(stack, body);
    const evaluation = await ended(stack, id);
    const asked: Record<string, number> = {};
    for (const { model } of await referee.requests()) asked[model] = (asked[model] ?? 0) + 1;
    return { evaluation, asked };
  }
  const callsOf = async (id: string) =>
    (await ask<z.infer<typeof CallList>>(stack, 'GET', `/evaluations/${id}/calls?limit=200`)).body.calls;

  describe('is carried over by extends', () => {
    it('and only added inputs are asked, for no more than these cost', async () => {
      const task = await newTask();
      const first = await run({ task_id: task, models: [careful, quick], repetitions: 2, temperature: 0.4 });
      expect(first.asked).toEqual({ [careful]: 6, [quick]: 6 });
      await revise(task, { inputs: [...inputs, ...more] });
      const { evaluation, asked } = await run({ task_id: task, extends: first.evaluation.id });
      expect(asked).toEqual({ [careful]: 4, [quick]: 4 });
      expect(evaluation).toMatchObject({
        status: 'completed',
        extends: first.evaluation.id,
        seed: first.evaluation.seed,
        repetitions: 2,
        models: [careful, quick],
        progress: { planned: 20, answered: 20, carried: 12, scored: 20 },
      });
      const calls = await callsOf(evaluation.id);
      const paid = calls.filter(({ carried_from }) => carried_from === null);
      expect(paid.map(({ input_id }) => input_id).sort()).toEqual(Array(4).fill(['five', 'four']).flat().sort());
      const carried = calls.find(({ carried_from }) => carried_from !== null)!;
      const one = (id: string) => ask<CallView>(stack, 'GET', `/calls/${id}`).then(({ body }) => body);
      const [now, then] = await Promise.all([one(carried.call_id), one(carried.carried_from!)]);
      const { output, latency_ms, prompt_tokens, label, input_id, repetition } = then;
      expect(now).toMatchObject({ output, latency_ms, prompt_tokens, label, input_id, repetition, tries: [] });
      const costs = await Promise.all(paid.map(async ({ call_id }) => Number((await one(call_id)).tries[0]!.cost_usd)));
      expect(Number(evaluation.cost_usd)).toBeCloseTo(
        costs.reduce((a, b) => a + b),
        9,
      );
    });

    it('and only an added model is asked', async () => {
      const task = await newTask();
      const first = await run({ task_id: task, models: [careful] });
      const { asked, evaluation } = await run({
        task_id: task,
        extends: first.evaluation.id,
        models: [careful, quick],
      });
      expect(asked).toEqual({ [quick]: 3 });
      expect(evaluation.progress).toMatchObject({ answered: 6, carried: 3 });
    });

    it('and only what failed is asked again', async () => {
      const task = await newTask();
      await referee.inject({ status401: 1, only_model: terse });
      const first = await run({ task_id: task, models: [careful, terse] });
      await referee.inject({});
      expect(first.evaluation.progress).toMatchObject({ answered: 3, failed: 3 });
      const { asked, evaluation } = await run({ task_id: task, extends: first.evaluation.id });
      expect(asked).toEqual({ [terse]: 3 });
      expect(evaluation).toMatchObject({ status: 'completed', progress: { answered: 6, failed: 0, carried: 3 } });
    });

    it('and with nothing missing nothing is asked or paid, no figure changes, and it is said', async () => {
      const task = await newTask();
      const first = await run({ task_id: task, models: [careful, quick], repetitions: 2 });
      const again = await run({ task_id: task, extends: first.evaluation.id });
      const third = await run({ task_id: task, extends: again.evaluation.id, budget_usd: '0.01' });
      expect([again.asked, third.asked]).toEqual([{}, {}]);
      expect(third.evaluation).toMatchObject({ status: 'completed', cost_usd: '0.00', cost_state: 'exact' });
      const [was, is] = [await results(stack, first.evaluation.id), await results(stack, third.evaluation.id)];
      expect(is.rows).toEqual(was.rows.map((row) => ({ ...row, cost_usd: '0.00' })));
      expect(is.rows.every(({ cost_per_1000_usd }) => Number(cost_per_1000_usd) > 0)).toBe(true);
      expect(is.answer.what_it_costs).toContain('This evaluation cost $0. All 12 answers were carried over');
      // a chain names the call that was really answered
      for (const { carried_from } of await callsOf(third.evaluation.id))
        expect(carried_from).toContain(first.evaluation.id);
    });

    it.each([
      ['the prompt', { description: 'List each word.' }, {}],
      ['the temperature', null, { temperature: 1 }],
      ['the most tokens', null, { max_tokens: 99 }],
      ['the seed', null, { seed: 5 }],
    ])('unless %s is another: then all is asked', async (_, change, parameters) => {
      const task = await newTask();
      const first = await run({ task_id: task, models: [quick], seed: 1 });
      if (change) await revise(task, change);
      const { asked } = await run({ task_id: task, extends: first.evaluation.id, ...parameters });
      expect(asked).toEqual({ [quick]: 3 });
    });

    it('of an evaluation of the same task that has ended, and of no other', async () => {
      const [task, other] = [await newTask(), await newTask()];
      const first = await run({ task_id: task, models: [quick] });
      await referee.inject({ hang: 1 });
      const { id: running } = await start(stack, { task_id: task, models: [quick] });
      const output = { label: 'ours', input_id: 'one', repetition: 0, text: '[]' };
      const { id: given } = await start(stack, { task_id: task, outputs: [output] });
      await ended(stack, given);
      const unknown = '01a20d90-4a02-7a01-949e-2867e50ab497';
      for (const [of, extended, message] of [
        [other, first.evaluation.id, /another task/],
        [task, running, /has not ended/],
        [task, given, /imported/],
        [task, unknown, /no such/],
        [task, 'latest', /not an id/],
      ] as const) {
        const { status, body } = await ask<Problem>(stack, 'POST', '/evaluations', { task_id: of, extends: extended });
        expect([status, body.errors?.map(({ path }) => path)]).toEqual([400, ['extends']]);
        expect(body.errors![0]!.message).toMatch(message);
      }
      await ask(stack, 'POST', `/evaluations/${running}/cancel`);
      await referee.inject({});
    });
  });

  describe('is taken from the cache', () => {
    it('where the same is asked again, at no cost, and it is said; else not', async () => {
      const task = await newTask();
      const first = await run({ task_id: task, models: [careful, quick], cache: true });
      expect(first.asked).toEqual({ [careful]: 3, [quick]: 3 });
      const hit = await run({ task_id: task, models: [careful, quick], cache: true });
      expect(hit.asked).toEqual({});
      expect(hit.evaluation).toMatchObject({ cost_usd: '0.00', cache: true, extends: null, progress: { carried: 6 } });
      const other = await run({ task_id: task, models: [careful, quick], cache: true, temperature: 0.9 });
      expect(other.asked).toEqual({ [careful]: 3, [quick]: 3 });
      const repeated = await run({ task_id: task, models: [careful], cache: true, repetitions: 2 });
      expect(repeated.asked).toEqual({ [careful]: 3 });
    });

    it('only where it is asked for', async () => {
      const task = await newTask();
      const { evaluation } = await run({ task_id: task, models: [quick], seed: 3 });
      expect(evaluation).toMatchObject({ cache: false, progress: { carried: 0 } });
      expect((await run({ task_id: task, models: [quick], seed: 3 })).asked).toEqual({ [quick]: 3 });
      expect((await run({ task_id: await newTask(), models: [quick], seed: 3, cache: true })).asked).toEqual({
        [quick]: 3,
      });
    });
  });

  it('of one address is none of another that the same connection leads to later', async () => {
    await stack.kill('SIGTERM');
    const other = await startSimulator({ samples, latencyMs: 1 });
    const at = (llmBaseUrl: string) => within({ databaseUrl: database.url, llmBaseUrl, simulated: false });
    stack = await at(simulator.url);
    const task = await newTask();
    const first = await run({ task_id: task, models: [quick], seed: 3 });
    expect((await run({ task_id: task, extends: first.evaluation.id })).asked).toEqual({});
    await stack.kill('SIGTERM');
    stack = await at(other.url);
    const moved = await run({ task_id: task, extends: first.evaluation.id });
    expect([moved.asked, moved.evaluation.progress.carried]).toEqual([{}, 0]);
    expect(await refereeOf(other).requests()).toHaveLength(3);
    await stack.kill('SIGTERM');
    await other.close();
    stack = await at(simulator.url);
  });

  it('that was carried leaves a log and rows that are whole', async () => {
    const { body: log } = await ask<VerificationView>(stack, 'POST', '/verify');
    expect(log).toMatchObject({ ok: true, findings: [] });
    for (const service of ['execution', 'scoring', 'billing']) {
      const { body: rows } = await ask<ProjectionsView>(stack, 'POST', `/projections/${service}/verify`);
      expect(rows).toMatchObject({ ok: true, drifts: [] });
    }
  });
});
