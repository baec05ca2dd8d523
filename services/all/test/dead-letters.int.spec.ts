import { randomUUID } from 'node:crypto';
import type { DeadLetterList, DeadLetterView, ProjectionsView } from '@taskbench/contracts';
import { EventLog, servicePool, type Pool } from '@taskbench/event-log';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ask, ended, importSample, samples, sleep, start } from './client.ts';
import { within, type TestStack } from './stack.ts';

describe('An event that nobody can handle, in the midst of the others', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stack: TestStack;
  let pool: Pool;

  const get = async <View>(path: string) => (await ask<View>(stack, 'GET', path)).body;
  const list = async () => (await get<DeadLetterList>('/dead-letters')).dead_letters;
  async function until(holds: (letters: DeadLetterView[]) => boolean): Promise<DeadLetterView[]> {
    for (let tries = 0; tries < 200; tries++, await sleep(100)) {
      const letters = await list();
      if (holds(letters)) return letters;
    }
    throw new Error(JSON.stringify(await list()));
  }

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 2 });
    stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url });
    pool = servicePool(database.url, 2);
    // As an older process sees what a newer one wrote.
    const evaluation_id = randomUUID();
    await new EventLog(pool).append({
      stream: `evaluation-${evaluation_id}`,
      expected: 0,
      facts: [{ type: 'EvaluationStarted', version: 9, data: { evaluation_id } }],
      correlation: evaluation_id,
    });
  });
  afterAll(async () => {
    await pool.end();
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  });

  it('is set aside for each that cannot take it, and an evaluation runs to its end', async () => {
    const letters = await until((all) => all.length > 3 && all.every(({ state }) => state === 'dead'));
    const consumers = letters.map(({ consumer }) => consumer);
    expect(consumers).toEqual(
      expect.arrayContaining(['execution-request-calls', 'execution.runs', 'billing.accounts']),
    );
    expect(letters[0]).toMatchObject({ type: 'EvaluationStarted', position: 1, failures: 5 });
    expect(letters[0]!.reason).toMatch(/written by a newer TaskBench/);

    const task = await importSample(stack);
    const { id } = await start(stack, { task_id: task.id, models: ['sim/quick'] });
    expect(await ended(stack, id)).toMatchObject({ status: 'completed' });
  });

  it('is listed page by page', async () => {
    const paged: string[] = [];
    for (let path = '/dead-letters?limit=2'; ;) {
      const page = await get<DeadLetterList>(path);
      expect(page.dead_letters.length).toBeLessThanOrEqual(2);
      paged.push(...page.dead_letters.map(({ id }) => id));
      if (!page.next_cursor) break;
      path = `/dead-letters?limit=2&cursor=${page.next_cursor}`;
    }
    expect(paged).toEqual((await list()).map(({ id }) => id));
  });

  it('makes verify say that rows show less than the log', async () => {
    const { body } = await ask<ProjectionsView>(stack, 'POST', '/projections/billing/verify');
    expect(body).toMatchObject({ ok: false, drifts: [], left_out: 1 });
  });

  it('is set aside again when a person has it tried and it fails again', async () => {
    for (const consumer of ['execution-request-calls', 'execution.runs']) {
      const { id } = (await list()).find((one) => one.consumer === consumer)!;
      const redriven = await ask<DeadLetterView>(stack, 'POST', `/dead-letters/${id}/redrive`);
      expect([redriven.status, redriven.body.state]).toEqual([200, 'redriving']);
      await until((all) => all.some((one) => one.id === id && one.state === 'dead' && one.failures === 6));
    }
    const missing = await ask(stack, 'POST', `/dead-letters/${randomUUID()}/redrive`);
    expect(missing.status).toBe(404);
  });

  it('is not re-driven while it is', async () => {
    const { id } = (await list())[0]!;
    await pool.query(`update log.dead_letters set state = 'failing' where id = $1`, [id]);
    const refused = await ask<{ code: string }>(stack, 'POST', `/dead-letters/${id}/redrive`);
    expect([refused.status, refused.body.code]).toEqual([409, 'not-set-aside']);
  });
});
