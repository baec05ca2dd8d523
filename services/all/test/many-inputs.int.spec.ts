import type { EvaluationView, TaskView } from '@taskbench/contracts';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ask, ended, samples, sleep, start } from './client.ts';
import { refereeOf } from './referee.ts';
import { within, type TestStack } from './stack.ts';

const MANY = Number(process.env['TASKBENCH_MANY_INPUTS'] ?? 1_000);
const SOON_MS = 1_000;

describe('An evaluation of many inputs, or of one', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stack: TestStack;
  let referee: ReturnType<typeof refereeOf>;

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 400 });
    stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url });
    referee = refereeOf(simulator);
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  });

  const task = async (inputs: number) => {
    const { status, body } = await ask<TaskView>(stack, 'POST', '/tasks', {
      name: 'Names',
      description: 'Name the people.',
      inputs: Array.from({ length: inputs }, (_, n) => ({ text: `Ana met Bob on day ${n}.`, gold: ['Ana', 'Bob'] })),
      quality_checks: [],
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.id;
  };
  const view = async (id: string) => (await ask<EvaluationView>(stack, 'GET', `/evaluations/${id}`)).body;

  it('of one input ends with one call', async () => {
    const { id } = await start(stack, { task_id: await task(1), models: ['sim/quick'] });
    expect(await ended(stack, id)).toMatchObject({ status: 'completed', progress: { planned: 1, answered: 1 } });
  });

  it('sends nothing more within a second of a pause and of a cancellation, and every call ends', async () => {
    const { id } = await start(stack, { task_id: await task(MANY), models: ['sim/quick'], concurrency: 50 });
    const begun = async (more: number) => {
      const from = (await view(id)).progress.answered;
      while ((await view(id)).progress.answered < from + more) await sleep(20);
    };
    const stopped = async (how: 'pause' | 'cancel') => {
      await begun(MANY / 10);
      const { status } = await ask(stack, 'POST', `/evaluations/${id}/${how}`, {});
      const from = Date.now();
      await sleep(2 * SOON_MS);
      const late = (await referee.requests()).filter(({ at }) => at > from + SOON_MS);
      expect([status, late.length]).toEqual([200, 0]);
    };
    await stopped('pause');
    expect((await ask(stack, 'POST', `/evaluations/${id}/resume`, {})).status).toBe(200);
    await stopped('cancel');
    const { status, progress } = await ended(stack, id, 300_000);
    expect([status, progress.answered + progress.cancelled, progress.failed]).toEqual(['cancelled', MANY, 0]);
    expect(progress.cancelled).toBeGreaterThan(0);
  }, 600_000);
});
