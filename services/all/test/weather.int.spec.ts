import type { AttemptFailed, CallAnswered, CallList, CallView, DataOf, EvaluationView } from '@taskbench/contracts';
import { startSimulator, type Seen, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import type { z } from 'zod';
import { ask, ended, importSample, results, samples, start } from './client.ts';
import { eventsOf, refereeOf } from './referee.ts';
import { within, type TestStack } from './stack.ts';

const MODELS = ['sim/careful', 'sim/quick', 'sim/terse'];
const REPETITIONS = Number(process.env['TASKBENCH_WEATHER_REPETITIONS'] ?? 5);
const RETRY_AFTER_S = 1;
const WEATHER = {
  status429: 0.1,
  retry_after_s: RETRY_AFTER_S,
  status500: 0.05,
  hang: 0.02,
  cut: 0.02,
  malformed: 0.02,
  wrong_usage: 0.01,
  seed: 4,
  cost_after_s: 1_000_000,
};
/** Faults that leave a request without an output. */
const fatal = ({ fault }: Seen) => fault !== null && fault !== 'wrong_usage';

describe('An evaluation in bad weather', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stack: TestStack;
  let evaluation: EvaluationView;
  let seen: Seen[];
  /** What the provider saw of each call: its requests are equal to each other and to no others. */
  let byCall: Seen[][];
  let events: Awaited<ReturnType<typeof eventsOf>>;
  const of = <E>(type: string) => events.filter((event) => event.type === type).map(({ data }) => data as DataOf<E>);

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 30 });
    const env = { TASKBENCH_FIRST_TOKEN_SECONDS: '2', TASKBENCH_CALL_TIMEOUT_SECONDS: '4' };
    stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url, env });
    const task = await importSample(stack);
    const referee = refereeOf(simulator);
    await referee.reset();
    await referee.inject(WEATHER);
    const { id } = await start(stack, { task_id: task.id, models: MODELS, repetitions: REPETITIONS, concurrency: 12 });
    evaluation = await ended(stack, id, 600_000);
    seen = await referee.requests();
    byCall = [...Map.groupBy(seen, ({ fingerprint }) => fingerprint).values()];
    events = await eventsOf(database.url, id);
    const struck = Object.entries(Object.groupBy(seen, ({ fault }) => fault ?? 'none'));
    process.stdout.write(`${struck.map(([fault, all]) => `${fault} ${all!.length}`).join(', ')}\n`);
  }, 620_000);
  afterAll(async () => {
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  });

  it('answers every call whose provider did not fail it four times, and fails the others', () => {
    const failed = byCall.filter((requests) => requests.every(fatal));
    expect(failed.every((requests) => requests.length === 4)).toBe(true);
    expect(byCall.filter((requests) => !requests.every(fatal)).every((requests) => !fatal(requests.at(-1)!))).toBe(
      true,
    );
    const { planned, answered, scored } = evaluation.progress;
    expect([planned, byCall.length]).toEqual([MODELS.length * 14 * REPETITIONS, planned]);
    expect([evaluation.progress.failed, answered, scored]).toEqual([failed.length, planned - failed.length, answered]);
    expect([evaluation.status, evaluation.abandoned]).toEqual(['completed', []]);
  });

  it('has every request in the log, and none more', () => {
    expect(of('AttemptStarted')).toHaveLength(seen.length);
    expect(of('AttemptFailed')).toHaveLength(seen.filter(fatal).length);
    expect(of('AttemptInDoubt')).toEqual([]);
  });

  it('tells the faults apart as the provider made them', () => {
    const reasons = Object.groupBy(of<typeof AttemptFailed>('AttemptFailed'), ({ reason }) => reason);
    const counted = Object.entries(reasons).map(([reason, all]) => [reason, all.length]);
    const struck = (fault: string) => seen.filter((request) => request.fault === fault).length;
    expect(Object.fromEntries(counted)).toEqual(
      Object.fromEntries(
        [
          ['rate_limited', struck('status429')],
          ['server_error', struck('status500')],
          ['first_token_timeout', struck('hang')],
          ['cut_stream', struck('cut')],
          ['malformed', struck('malformed')],
        ].filter(([, count]) => count !== 0),
      ),
    );
  });

  it('comes back no sooner than it is told to', () => {
    const waits = byCall.flatMap((requests) =>
      requests.flatMap((request, at) => {
        const next = requests[at + 1];
        return request.fault === 'status429' && next ? [next.at - request.ended_at!] : [];
      }),
    );
    expect(waits.length).toBeGreaterThan(0);
    expect(waits.filter((ms) => ms < RETRY_AFTER_S * 1_000)).toEqual([]);
  });

  it('marks tokens that nothing explains, and pays what is charged', async () => {
    const answers = of<typeof CallAnswered>('CallAnswered');
    const wrong = answers.filter(({ usage_state }) => usage_state !== 'told');
    const told = new Set(seen.filter(({ fault }) => fault === 'wrong_usage').map(({ n }) => n));
    expect(wrong.length).toBeGreaterThan(0); // ten times a word or two may be thoughts: nobody can tell
    expect(wrong.every(({ generation_id }) => told.has(Number(generation_id!.split('-')[1])))).toBe(true);
    expect(wrong.every(({ usage_state }) => usage_state === 'unexplained')).toBe(true);
    const { cost_state, cost_usd } = await results(stack, evaluation.id);
    const charged = seen
      .filter((request) => !fatal(request))
      .reduce((sum, { cost_nano_usd }) => sum + cost_nano_usd, 0);
    expect(Math.round(Number(cost_usd) * 1e9)).toBe(charged);
    expect(cost_state).toBe('partial'); // what hung, was cut or unreadable may have cost: known to nobody, never 0
  });

  it('keeps the time in our queue apart, and shows each request with what it may have cost', async () => {
    const { body } = await ask<z.infer<typeof CallList>>(stack, 'GET', `/evaluations/${evaluation.id}/calls?limit=200`);
    const answered = body.calls.filter(({ status }) => status === 'answered');
    expect(answered.every(({ queue_ms, first_token_ms }) => queue_ms !== null && first_token_ms !== null)).toBe(true);
    const retried = answered.find(({ attempts }) => attempts > 1)!;
    const { body: call } = await ask<CallView>(stack, 'GET', `/calls/${retried.call_id}`);
    expect(call.tries.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: retried.attempts - 1 }, () => 'failed'),
      'answered',
    ]);
    const [first, last] = [call.tries[0]!, call.tries.at(-1)!];
    const ms = (time: string) => Date.parse(time);
    expect(ms(last.started_at)).toBeGreaterThanOrEqual(ms(first.retry_at!));
    expect(last).toMatchObject({ served_model: retried.label, provider: 'Simulated', usage_state: expect.any(String) });
    // Waiting for the retry is neither latency nor queue.
    expect(last.latency_ms! + last.queue_ms!).toBeLessThanOrEqual(ms(last.ended_at!) - ms(first.retry_at!) + 5);
    const unknown = events.find(
      ({ type, data }) => type === 'AttemptFailed' && (data as DataOf<typeof AttemptFailed>).may_have_cost,
    )!;
    const { body: doubtful } = await ask<CallView>(stack, 'GET', `/calls/${unknown.data.call_id}`);
    const attempt = doubtful.tries.find(({ may_cost_usd }) => may_cost_usd !== null)!;
    expect([attempt.outcome, attempt.cost_usd]).toEqual(['failed', null]);
  });
});
