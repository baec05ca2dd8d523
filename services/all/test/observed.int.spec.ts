import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ended, importSample, samples, start } from './client.ts';
import { within, type TestStack } from './stack.ts';

describe('What a process tells of itself', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stack: TestStack;
  const read = async () => await (await fetch(`${stack.baseOf('/')}/metrics`)).text();
  const value = (text: string, name: string) =>
    Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1]);

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 5 });
    stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url });
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  });

  it('is how far every projection, reaction and the relay are, and where the calls stand', async () => {
    const task = await importSample(stack);
    const { id } = await start(stack, { task_id: task.id, models: ['sim/quick'] });
    await ended(stack, id);
    await new Promise((done) => setTimeout(done, 500));
    const text = await read();
    expect(value(text, 'taskbench_up{part="postgres"}')).toBe(1);
    expect(value(text, 'taskbench_up{part="nats"}')).toBe(1);
    expect(value(text, 'taskbench_up{part="jetstream"}')).toBe(1);
    expect(value(text, 'taskbench_events')).toBeGreaterThan(60);
    for (const service of ['tasks', 'checks', 'execution', 'scoring', 'billing'])
      expect(value(text, `taskbench_projection_lag_events{service="${service}"}`)).toBe(0);
    expect(value(text, 'taskbench_consumer_lag_events{consumer="scoring-score-call"}')).toBe(0);
    expect(value(text, 'taskbench_relay_lag_events')).toBe(0);
    expect(value(text, 'taskbench_calls{state="answered"}')).toBe(14);
    expect(value(text, 'taskbench_leases')).toBe(0);
    expect(value(text, 'taskbench_workers')).toBe(1);
    expect(value(text, 'taskbench_dead_letters{service="scoring"}')).toBe(0);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
    expect(text).toMatch(/^taskbench_provider_seconds_count\{outcome="answered"\} \d+/m);
    expect(text).not.toContain(id);
  });

  it('carries the id that a request came with, or one of its own', async () => {
    const own = await fetch(`${stack.baseOf('/')}/healthz`, { headers: { 'x-request-id': 'from-outside-1' } });
    const made = await fetch(`${stack.baseOf('/')}/healthz`, { headers: { 'x-request-id': 'not sane!' } });
    expect(own.headers.get('x-request-id')).toBe('from-outside-1');
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
