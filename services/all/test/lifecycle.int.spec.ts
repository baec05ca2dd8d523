import {
  services,
  type CallList,
  type CallView,
  type EvaluationView,
  type Problem,
  type ProjectionsView,
} from '@taskbench/contracts';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import type { z } from 'zod';
import { ask, ended, importSample, results, samples, sleep, start } from './client.ts';
import { apart, within, type TestStack } from './stack.ts';
import { terminal } from './terminal.ts';

const MODELS = ['sim/careful', 'sim/quick', 'sim/terse'];

describe('An evaluation under way', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stack: TestStack;
  let task: { id: string };
  const requests = async () =>
    ((await (await fetch(`http://127.0.0.1:${simulator.port}/control/log`)).json()) as { requests: number }).requests;
  const view = async (id: string) => (await ask<EvaluationView>(stack, 'GET', `/evaluations/${id}`)).body;
  const post = (path: string, body = {}) =>
    ask<Omit<EvaluationView, 'status'> & { status: unknown } & Pick<Problem, 'code' | 'errors'>>(
      stack,
      'POST',
      path,
      body,
    );
  const answered = async (id: string, count: number) => {
    while ((await view(id)).progress.answered < count) await sleep(20);
  };

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 60 });
    stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url });
    task = await importSample(stack);
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  });

  it('is paused within a second, its calls under way counted, and goes on where it was', async () => {
    const { id } = await start(stack, { task_id: task.id, models: MODELS, repetitions: 2, concurrency: 4 });
    await answered(id, 12);
    expect((await post(`/evaluations/${id}/pause`)).body.status).toBe('paused');
    await sleep(1_000);
    const before = await requests();
    await sleep(1_000);
    expect(await requests()).toBe(before);
    const { progress, status } = await view(id);
    expect(status).toBe('paused');
    expect(progress.answered).toBe(before); // what was under way came in
    expect(progress.answered).toBeLessThan(84);
    expect((await post(`/evaluations/${id}/pause`)).status).toBe(200);
    expect((await post(`/evaluations/${id}/resume`)).body.status).toBe('running');
    expect(await ended(stack, id)).toMatchObject({ status: 'completed', progress: { answered: 84, scored: 84 } });
    expect(await requests()).toBe(84);
    expect((await post(`/evaluations/${id}/pause`)).body).toMatchObject({ status: 409, code: 'evaluation-ended' });
  });

  it('is cancelled: nothing more is sent, what was answered is kept and ranked, every call ends', async () => {
    const began = await requests();
    const { id } = await start(stack, { task_id: task.id, models: MODELS, repetitions: 2, concurrency: 4 });
    await answered(id, 12);
    expect((await post(`/evaluations/${id}/cancel`)).body.status).toBe('cancelled');
    const evaluation = await ended(stack, id);
    const { answered: kept, cancelled } = evaluation.progress;
    expect(evaluation.status).toBe('cancelled');
    expect(kept).toBeGreaterThanOrEqual(12);
    expect([kept + cancelled, evaluation.progress.scored]).toEqual([84, kept]);
    expect((await requests()) - began).toBe(kept);
    expect((await results(stack, id)).rows.reduce((sum, { calls }) => sum + calls.cancelled, 0)).toBe(cancelled);
    expect((await post(`/evaluations/${id}/resume`)).body).toMatchObject({ status: 409, code: 'evaluation-ended' });
  });

  it('shows the same rows however often they are rebuilt meanwhile', async () => {
    const { id } = await start(stack, { task_id: task.id, models: MODELS, repetitions: 3, concurrency: 8 });
    for (let round = 0; round < 3; round++)
      for (const service of services) {
        const { status, body } = await ask<ProjectionsView>(stack, 'POST', `/projections/${service}/rebuild`, {});
        expect([status, body.ok, body.drifts]).toEqual([200, true, []]);
      }
    expect(await ended(stack, id)).toMatchObject({
      status: 'completed',
      progress: { answered: 126, scored: 126, failed: 0 },
    });
  });

  it('has no such call or letter, and says so', async () => {
    expect((await post(`/evaluations/${task.id}/pause`)).status).toBe(404);
    expect((await post('/calls/nothing-0/resolve', { action: 'retry' })).status).toBe(404);
    expect((await post('/calls/nothing-0/resolve', { action: 'shrug' })).body.errors?.map(({ path }) => path)).toEqual([
      'action',
    ]);
    expect((await post(`/dead-letters/${task.id}/redrive`)).status).toBe(404);
    expect((await ask(stack, 'GET', '/dead-letters')).body).toEqual({ dead_letters: [], next_cursor: null });
  });
});

describe('An evaluation that holds what is in doubt', () => {
  it('sends nothing again after a kill until a person decides, call by call', async () => {
    const database = await freshDatabase();
    const simulator = await startSimulator({ samples, latencyMs: 150 });
    const options = { databaseUrl: database.url, llmBaseUrl: simulator.url };
    let stack = await apart(options);
    const task = await importSample(stack);
    const { id } = await start(stack, { task_id: task.id, models: ['sim/quick'], concurrency: 4, in_doubt: 'hold' });
    const view = async () => (await ask<EvaluationView>(stack, 'GET', `/evaluations/${id}`)).body;
    while ((await view()).progress.answered < 4) await sleep(10);
    await stack.kill('SIGKILL');
    stack = await within(options);
    const { port } = new URL(stack.baseOf('/'));
    while ((await view()).status !== 'held') await sleep(50);
    const { progress } = await view();
    expect(progress.held).toBeGreaterThan(0);
    expect(progress.held).toBeLessThanOrEqual(4);
    expect(progress.answered + progress.held).toBe(14);
    const asked = async () =>
      ((await (await fetch(`http://127.0.0.1:${simulator.port}/control/log`)).json()) as { requests: number }).requests;
    const before = await asked();

    const { body } = await ask<z.infer<typeof CallList>>(stack, 'GET', `/evaluations/${id}/calls`);
    const held = body.calls.filter(({ status }) => status === 'held');
    expect(held).toHaveLength(progress.held);
    const [first, ...others] = held;
    const resolve = (call: string, action: string) =>
      ask<CallView & Pick<Problem, 'code'>>(stack, 'POST', `/calls/${call}/resolve`, { action });
    expect((await resolve(first!.call_id, 'give_up')).body).toMatchObject({ status: 'failed', reason: 'in_doubt' });
    expect((await resolve(first!.call_id, 'retry')).body).toMatchObject({ code: 'call-not-held' });
    if (others.length > 0) {
      const listed = await ask<z.infer<typeof CallList>>(stack, 'GET', `/evaluations/${id}/calls?status=held`);
      expect(listed.body.calls).toEqual(others);
      const stands = await terminal(port, ['resume', id, '--follow']).ended;
      expect(stands.code).toBe(4);
      for (const { call_id } of others) expect(stands.stderr).toContain(call_id);
    }
    for (const { call_id } of others) expect((await terminal(port, ['resolve', call_id, 'retry']).ended).code).toBe(0);
    expect(await terminal(port, ['resolve', first!.call_id, 'give-up']).ended).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not held') as string,
    });
    const evaluation = await ended(stack, id);
    expect(evaluation).toMatchObject({ status: 'completed', progress: { held: 0, failed: 1, answered: 13 } });
    expect((await asked()) - before).toBe(others.length);
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  }, 90_000);
});
