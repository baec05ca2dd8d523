import type { EvaluationView, TaskView } from '@taskbench/contracts';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ask, ended, sleep, start } from './client.ts';
import { recordingProvider, type RecordingProvider } from './recording-provider.ts';
import { within, type TestStack } from './stack.ts';
import { terminal } from './terminal.ts';

const PRICE = 0.000001;
const DEAR = 5;
const INPUTS = 60;

describe('A provider that charges more than a call can cost by its prices', () => {
  let database: FreshDatabase;
  let provider: RecordingProvider;
  let stack: TestStack;
  let task_id: string;
  let dear = true;

  beforeAll(async () => {
    database = await freshDatabase();
    const pricing = { prompt: String(PRICE), completion: String(PRICE) };
    provider = await recordingProvider([{ id: 'm/dear', context_length: 8_000, pricing }], async () => {
      await sleep(40);
      const cost = dear ? DEAR : PRICE;
      return { content: '["A"]', usage: { prompt_tokens: 9, completion_tokens: 3, cost } };
    });
    stack = await within({ databaseUrl: database.url, llmBaseUrl: provider.url, simulated: false });
    const inputs = Array.from({ length: INPUTS }, (_, at) => ({ id: `i${at}`, text: `${at}`, gold: ['A'] }));
    const body = { name: 'T', description: 'List them.', quality_checks: [], inputs };
    task_id = (await ask<TaskView>(stack, 'POST', '/tasks', body)).body.id;
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    provider.close();
    await database.drop();
  });
  beforeEach(() => provider.forget());

  const view = async (id: string) => (await ask<EvaluationView>(stack, 'GET', `/evaluations/${id}`)).body;

  it('has the evaluation paused at the first such call, said why, and not again once a person goes on', async () => {
    dear = true;
    const { id } = await start(stack, { task_id, models: ['m/dear'], concurrency: 2, max_tokens: 50 });
    for (let tries = 0; (await view(id)).status !== 'paused' && tries < 400; tries++) await sleep(25);
    await sleep(500); // what was under way ends
    const paused = await view(id);
    expect(paused).toMatchObject({ status: 'paused', overcharged: { label: 'm/dear' } });
    expect(Number(paused.overcharged!.over_usd)).toBeGreaterThan(DEAR - 0.01);
    expect(Number(paused.overcharged!.over_usd)).toBeLessThan(DEAR);
    expect(provider.seen().length).toBeLessThan(INPUTS);
    expect(Number(paused.cost_usd)).toBeCloseTo(provider.seen().length * DEAR, 6); // posted as it was charged

    const resumed = await terminal(new URL(stack.baseOf('/')).port, ['resume', id, '--follow']).ended;
    expect(resumed.stderr).toContain('more than the most that it could by its prices, so the run was paused.');
    expect(await ended(stack, id)).toMatchObject({ status: 'completed', progress: { answered: INPUTS } });
  });

  it('is not taken for one that charges less', async () => {
    dear = false;
    const { id } = await start(stack, { task_id, models: ['m/dear'], concurrency: 10, max_tokens: 50 });
    expect(await ended(stack, id)).toMatchObject({ status: 'completed', overcharged: null });
  });
});
