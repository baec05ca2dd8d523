import { services, type ProjectionsView, type VerificationView } from '@taskbench/contracts';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ask, ended, importSample, samples, start } from './client.ts';
import { within, type TestStack } from './stack.ts';

describe('Three replicas of everything that start at once on an empty database', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stacks: TestStack[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 2 });
  });
  afterAll(async () => {
    await Promise.all(stacks.map((stack) => stack.kill('SIGTERM')));
    await simulator.close();
    await database.drop();
  });

  it('come up, share one evaluation, and show the same whole log and rows', async () => {
    const options = { databaseUrl: database.url, llmBaseUrl: simulator.url };
    stacks = await Promise.all([within(options), within(options), within(options)]);
    const task = await importSample(stacks[0]!);
    const { id } = await start(stacks[1]!, { task_id: task.id, models: ['sim/quick', 'sim/terse'], concurrency: 12 });
    expect(await ended(stacks[2]!, id)).toMatchObject({ status: 'completed' });

    const logs = stacks.map(async (stack) => (await ask<VerificationView>(stack, 'POST', '/verify')).body);
    expect((await Promise.all(logs)).map(({ ok, found }) => [ok, found])).toEqual(Array(3).fill([true, 0]));
    // All at once, from each of the three, beside each other.
    const asked = stacks.flatMap((stack) =>
      services.map(
        async (service) => (await ask<ProjectionsView>(stack, 'POST', `/projections/${service}/verify`)).body,
      ),
    );
    for (const one of await Promise.all(asked)) expect(one).toMatchObject({ ok: true, drifts: [], left_out: 0 });
  });
});
