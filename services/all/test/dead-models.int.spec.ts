import type { AttemptFailed, CallFailed, DataOf, EvaluationView, ResultsView } from '@taskbench/contracts';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ask, ended, importSample, results, samples, sleep, start } from './client.ts';
import { eventsOf, refereeOf } from './referee.ts';
import { within, type TestStack } from './stack.ts';

const OTHERS = ['sim/careful', 'sim/quick'];
const DEAD = 'sim/terse';
const REPETITIONS = Number(process.env['TASKBENCH_DEAD_REPETITIONS'] ?? 6);
const CONCURRENCY = 9;
// For machines that do other things as well; what is aimed at is 1.1, and printed.
const SLOWED_AT_MOST = 1.5;

describe('One of three models that never answers', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stack: TestStack;
  let referee: ReturnType<typeof refereeOf>;
  let task: { id: string };

  /** Runs to the end; how long the other models took, and all events. */
  async function run(models: readonly string[]) {
    const body = { task_id: task.id, models, repetitions: REPETITIONS, concurrency: CONCURRENCY };
    const { id } = await start(stack, body);
    const evaluation = await ended(stack, id, 300_000);
    const events = await eventsOf(database.url, id);
    const began = events.find(({ type }) => type === 'EvaluationStarted')!.at;
    const last = events.findLast(({ type, data }) => type === 'CallAnswered' && OTHERS.includes(data.label))!.at;
    return { evaluation, events, seconds: (last - began) / 1e6 };
  }

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 100 });
    const env = { TASKBENCH_FIRST_TOKEN_SECONDS: '1', TASKBENCH_CALL_TIMEOUT_SECONDS: '3' };
    stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url, env });
    referee = refereeOf(simulator);
    task = await importSample(stack);
  }, 300_000);
  afterAll(async () => {
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  });

  it.each([
    ['status401', 'refused_key', 'failed_calls'],
    ['status402', 'no_credit', 'failed_calls'],
    ['status404', 'unknown_model', 'failed_calls'],
    ['status500', 'server_error', 'failed_calls'],
    ['status429', 'rate_limited', 'failed_calls'],
    ['hang', 'first_token_timeout', 'timed_out_attempts'],
  ] as const)(
    'with %s is abandoned after exactly five; the others end in time',
    async (fault, reason, after) => {
      await referee.inject({ [fault]: 1, only_model: DEAD });
      await referee.reset();
      // Beside each other, so that whatever else the machine does slows down both.
      const [{ evaluation, events, seconds }, { seconds: alone }] = await Promise.all([
        run([...OTHERS, DEAD]),
        run(OTHERS),
      ]);
      const planned = evaluation.progress.planned / 3;

      expect(evaluation.status).toBe('completed');
      expect(evaluation.abandoned).toEqual([{ label: DEAD, reason, after, count: 5 }]);
      expect(evaluation.progress).toMatchObject({ answered: 2 * planned, failed: planned, scored: 2 * planned });

      // The fifth in a row is the last after which anything was begun for it.
      const ofDead = events.filter(({ data }) => data.label === DEAD);
      const counted = ofDead.filter(({ type, data }) =>
        after === 'failed_calls'
          ? type === 'CallFailed' && (data as DataOf<typeof CallFailed>).reason !== 'abandoned'
          : type === 'AttemptFailed',
      );
      const fifth = counted[4]!.position;
      const calls = new Set(ofDead.map(({ data }) => data.call_id));
      const begunAfter = events.filter(
        ({ type, data, position }) => type === 'AttemptStarted' && calls.has(data.call_id) && position > fifth,
      );
      expect(begunAfter).toEqual([]);
      const attempts = ofDead.filter(({ type }) => type === 'AttemptFailed');
      const reasons = new Set(attempts.map(({ data }) => (data as DataOf<typeof AttemptFailed>).reason));
      expect([...reasons]).toEqual([reason]);
      const asked = (await referee.requests()).filter(({ model }) => model === DEAD).length;
      expect(asked).toBe(attempts.length);

      const view: ResultsView = await results(stack, evaluation.id);
      const row = view.rows.find(({ label }) => label === DEAD)!;
      expect([row.f1, row.calls.failed]).toEqual([null, planned]); // no output: left out of quality, and counted
      process.stdout.write(
        `${fault}: ${asked} requests to it, the others took ${(seconds / alone).toFixed(2)} times as long\n`,
      );
      expect(seconds / alone).toBeLessThanOrEqual(SLOWED_AT_MOST);
    },
    300_000,
  );

  it('leaves nothing to rank when it is the only one: the run failed', async () => {
    await referee.inject({ status401: 1, only_model: DEAD });
    const { id } = await start(stack, { task_id: task.id, models: [DEAD], concurrency: 3 });
    const evaluation = await ended(stack, id);
    expect(evaluation).toMatchObject({ status: 'failed', abandoned: [{ label: DEAD, reason: 'refused_key' }] });
  });

  it('can be given up by a person: what is left of it is cancelled, the others go on', async () => {
    await referee.inject({});
    await referee.reset();
    const { id } = await start(stack, { task_id: task.id, models: [...OTHERS, DEAD], repetitions: 2, concurrency: 6 });
    const view = async () => (await ask<EvaluationView>(stack, 'GET', `/evaluations/${id}`)).body;
    while ((await view()).progress.answered < 12) await sleep(20);
    expect((await ask(stack, 'POST', `/evaluations/${id}/cancel`, { label: 'nobody' })).body).toMatchObject({
      code: 'no-such-model',
    });
    expect((await ask(stack, 'POST', `/evaluations/${id}/cancel`, { label: DEAD })).status).toBe(200);
    const cancelledAt = Date.now();
    const { status, progress } = await ended(stack, id);
    expect([status, progress.answered + progress.cancelled, progress.failed]).toEqual(['completed', 84, 0]);
    const requests = (await referee.requests()).filter(({ model }) => model === DEAD);
    expect(requests.length + progress.cancelled).toBe(28);
    expect(requests.filter(({ at }) => at > cancelledAt + 1_000)).toEqual([]);
    expect((await results(stack, id)).rows.find(({ label }) => label === DEAD)!.calls.cancelled).toBe(
      progress.cancelled,
    );
  });
});
