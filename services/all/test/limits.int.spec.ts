import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ended, importSample, samples, start } from './client.ts';
import { refereeOf } from './referee.ts';
import { within, type TestStack } from './stack.ts';

const CALLS = 14 * 4;

describe('A provider that limits its use', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stack: TestStack;
  let task: { id: string };
  let referee: ReturnType<typeof refereeOf>;

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 100 });
    stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url });
    task = await importSample(stack);
    referee = refereeOf(simulator);
  });
  beforeEach(() => referee.reset());
  afterAll(async () => {
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  });

  const run = async (models: readonly string[], concurrency: number) => {
    const { id } = await start(stack, { task_id: task.id, models, repetitions: 4, concurrency });
    const evaluation = await ended(stack, id);
    return { evaluation, requests: await referee.requests() };
  };

  it('at a time is asked for less: every call is answered, most without a refusal', async () => {
    await referee.inject({ max_in_flight: 4 });
    const { evaluation, requests } = await run(['sim/quick'], 16);
    expect(evaluation.progress).toMatchObject({ answered: CALLS, failed: 0 });
    const refused = requests.filter(({ status }) => status === 429).length;
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(CALLS);
  });

  it('in a window of time is left alone until the window ends; its other models go on', async () => {
    await referee.inject({ quota: { requests: 20, window_s: 2 }, only_model: 'sim/terse' });
    const { evaluation, requests } = await run(['sim/quick', 'sim/terse'], 8);
    expect(evaluation.progress).toMatchObject({ answered: 2 * CALLS, failed: 0 });
    const limited = requests.filter(({ model }) => model === 'sim/terse');
    const refused = limited.filter(({ status }) => status === 429);
    // Only what was under way when the limit was reached could still be refused.
    const windows = Math.ceil(CALLS / 20);
    expect(refused.length).toBeLessThanOrEqual(windows * 4);
    const last = (model: string) => Math.max(...requests.filter((one) => one.model === model).map(({ at }) => at));
    expect(last('sim/quick')).toBeLessThan(last('sim/terse'));
  });
});
