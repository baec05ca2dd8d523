import {
  parseUsd,
  type CostsView,
  type EventList,
  type LiveMessage,
  type Problem,
  type ResultsView,
  type TaskView,
} from '@taskbench/contracts';
import { startSimulator } from '@taskbench/simulator';
import { freshDatabase } from '@taskbench/testing';
import { WebSocket } from 'ws';
import type { z } from 'zod';
import { composed, composeIsThere } from './compose.ts';
import { ask, ended, importSample, results, samples, start } from './client.ts';
import { six, within, type StackOptions, type TestStack } from './stack.ts';

type Log = { requests: number; cost_nano_usd: number };

type Opened = { readonly stack: TestStack; readonly controlPort: number; close(): Promise<void> };

/** In processes of this machine, against the run's own servers. */
const here = (open: (options: StackOptions) => Promise<TestStack>) => async (): Promise<Opened> => {
  const database = await freshDatabase();
  const simulator = await startSimulator({ samples, latencyMs: 5 });
  const stack = await open({ databaseUrl: database.url, llmBaseUrl: simulator.url });
  const close = async () => {
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  };
  return { stack, controlPort: simulator.port, close };
};

/** In containers, with everything that they need. */
const contained = (replicas: Readonly<Record<string, number>>) => async (): Promise<Opened> => {
  const stack = await composed(replicas);
  return { stack, controlPort: stack.controlPort, close: () => stack.kill('SIGTERM') };
};

const inContainers: [string, () => Promise<Opened>][] = [
  ['in containers', contained({})],
  ['in containers, execution, scoring and relay twice', contained({ execution: 2, scoring: 2, relay: 2 })],
];

const docker = await composeIsThere();
if (!docker) {
  describe('One evaluation, all the way, in containers', () => {
    it.skip('skipped: no Docker engine with the images of docker-compose.yml answers', () => undefined);
  });
}

describe.each<[string, () => Promise<Opened>]>([
  ['as one process', here(within)],
  ['as six processes', here(six)],
  ...(docker ? inContainers : []),
])('One evaluation, all the way, %s', (_, open) => {
  let opened: Opened;
  let stack: TestStack;
  const control = async (path: string, init?: RequestInit) =>
    (await fetch(`http://127.0.0.1:${opened.controlPort}/control/${path}`, init)).json();

  beforeAll(async () => {
    opened = await open();
    stack = opened.stack;
  }, 300_000);
  afterAll(() => opened.close(), 60_000);

  it('generates checks, calls every model, scores, ranks and costs as the provider charged', async () => {
    const asked = {
      name: 'Triage',
      description: 'Say what is asked for',
      inputs: [{ text: 'Refund please', gold: ['refund'] }],
    };
    const { body: generated } = await ask<TaskView>(stack, 'POST', '/tasks', asked);
    expect(generated.checks_status).toBe('needs_review');
    expect(generated.proposed_repetitions).toEqual({ n: 3, reason: expect.stringContaining('differ') });
    expect(generated.quality_checks.length).toBeGreaterThanOrEqual(5);
    expect(generated.quality_checks.length).toBeLessThanOrEqual(8);
    const unproved = await start(stack, { task_id: generated.id, models: ['sim/careful'] });
    await ended(stack, unproved.id);
    expect((await results(stack, unproved.id)).rows[0]!.instruction_following).toBeNull();

    const task = await importSample(stack);

    await control('log', { method: 'DELETE' });
    const models = ['sim/careful', 'sim/quick', 'sim/thrifty'];
    const { id } = await start(stack, { task_id: task.id, models, repetitions: 3, seed: 7 });
    const evaluation = await ended(stack, id);
    expect(evaluation).toMatchObject({
      status: 'completed',
      simulated: true,
      progress: { planned: 126, answered: 126, scored: 126 },
      can_show: {
        models: 3,
        inputs: 14,
        repetitions: 3,
        sentence: expect.stringMatching(/^14 inputs can only show leads over 0\.\d\d\./) as string,
      },
    });

    const charged = (await control('log')) as Log;
    const view = await results(stack, id);
    expect(charged.requests).toBe(126);
    expect(parseUsd(evaluation.cost_usd)).toBe(charged.cost_nano_usd);
    expect(parseUsd(view.cost_usd)).toBe(charged.cost_nano_usd);
    const { body: costs } = await ask<CostsView>(stack, 'GET', `/costs?evaluation_id=${id}`);
    expect(parseUsd(costs.cost_usd)).toBe(charged.cost_nano_usd);

    expect(view.rows.map(({ label }) => label)).toEqual(models);
    expect(
      view.rows.every(({ repeats }) => repeats!.inputs === 14 && repeats!.same_answer! >= repeats!.same_output!),
    ).toBe(true);
    expect((await ask<ResultsView>(stack, 'GET', `/evaluations/${id}/results?rank_by=accuracy`)).body).toMatchObject({
      ranked_by: 'accuracy',
      pairs: [{ n: 14 }, { n: 14 }, { n: 14 }],
    });
    expect((await ask(stack, 'GET', `/evaluations/${id}/results?rank_by=speed`)).status).toBe(400);
    const [careful, , thrifty] = view.rows;
    expect(careful!.f1!.mean).toBeGreaterThan(0.9);
    expect(careful!.f1!.mean).toBeGreaterThan(thrifty!.f1!.mean);
    expect(careful!.instruction_following!.mean).toBeGreaterThan(0.5);
    expect(view.answer.sentence).not.toBe('');
  });

  it('carries each step through the log, in order and without texts', async () => {
    const { body } = await ask<z.infer<typeof EventList>>(stack, 'GET', '/events?limit=200');
    expect(body.events.map(({ position }) => position)).toEqual(body.events.map((_, at) => at + 1));
    const types = new Set(body.events.map(({ type }) => type));
    for (const type of [
      'TaskCreated',
      'GenerationAsked',
      'CallsFunded',
      'AttemptStarted',
      'CallAnswered',
      'ChecksGenerated',
      'EvaluationStarted',
    ]) {
      expect(types).toContain(type);
    }
    expect(JSON.stringify(body.events)).not.toContain('standup.txt');
    expect(JSON.stringify(body.events)).not.toContain('import failure');
  });

  it('stops at its budget, and never spends more', async () => {
    const task = await importSample(stack);
    await control('log', { method: 'DELETE' });
    const { id } = await start(stack, { task_id: task.id, models: ['sim/careful'], budget_usd: '0.07' });
    const evaluation = await ended(stack, id);
    const charged = (await control('log')) as Log;
    expect(evaluation.status).toBe('budget_exhausted');
    expect(evaluation.progress.answered).toBeGreaterThan(0);
    expect(evaluation.progress.answered + evaluation.progress.unscored).toBe(14);
    expect(charged.cost_nano_usd).toBeLessThanOrEqual(70_000_000);
    expect(parseUsd(evaluation.cost_usd)).toBe(charged.cost_nano_usd);
  });

  it('tries again what fails for a while, and counts each attempt', async () => {
    const task = await importSample(stack);
    await control('log', { method: 'DELETE' });
    await control('faults', { method: 'POST', body: JSON.stringify({ status500: 0.2, malformed: 0.1, seed: 3 }) });
    const { id } = await start(stack, { task_id: task.id, models: ['sim/quick'] });
    const evaluation = await ended(stack, id);
    await control('faults', { method: 'POST', body: '{}' });
    const charged = (await control('log')) as Log;
    expect(evaluation.progress.answered + evaluation.progress.failed).toBe(14);
    expect(charged.requests).toBeGreaterThan(14);
  });

  it('shows itself live: a snapshot with its position, then changes', async () => {
    const task = await importSample(stack);
    const { id } = await start(stack, { task_id: task.id, models: ['sim/quick', 'sim/terse'] });
    const path = `/evaluations/${id}/live`;
    const socket = new WebSocket(`${stack.baseOf(path).replace('http', 'ws')}${path}`);
    const messages: LiveMessage[] = [];
    socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as LiveMessage));
    await ended(stack, id);
    for (let tries = 0; tries < 50 && messages.at(-1)?.evaluation?.ended_at == null; tries++)
      await new Promise((done) => setTimeout(done, 100));
    socket.close();
    expect(messages[0]).toMatchObject({ type: 'snapshot', models: [{ label: 'sim/quick' }, { label: 'sim/terse' }] });
    expect(messages.some(({ evaluation }) => evaluation?.status === 'completed')).toBe(true);
    const positions = messages.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
  });

  it('answers the same resource for the same key, and refuses the key for another request', async () => {
    const key = { 'idempotency-key': 'spec-1' };
    const body = { name: 'Twice', description: 'Say hello', quality_checks: [] };
    const first = await ask<{ id: string }>(stack, 'POST', '/tasks', body, key);
    const again = await ask<{ id: string }>(stack, 'POST', '/tasks', body, key);
    const other = await ask<Problem>(stack, 'POST', '/tasks', { ...body, name: 'Other' }, key);
    expect([first.status, again.body.id, other.status]).toEqual([201, first.body.id, 422]);
  });

  it.each([
    ['/tasks', { name: 'x', description: 'd', inputs: [] }, 'inputs'],
    ['/tasks', { name: 'x', descripton: 'd' }, 'description'],
    [
      '/tasks',
      {
        name: 'x',
        description: 'd',
        inputs: [
          { id: 'a', text: '1' },
          { id: 'a', text: '2' },
        ],
      },
      'inputs.1.id',
    ],
    ['/tasks', { name: 'x', description: 'd', prompt: 'no place for it' }, 'prompt'],
    [
      '/tasks',
      { name: 'x', description: 'd', quality_checks: [{ name: 'c', validation_rule: { rule: 'nope' } }] },
      'quality_checks.0.validation_rule.rule',
    ],
    ['/evaluations', { task_id: 'x', models: [] }, 'task_id'],
  ])('refuses bad input at %s with the path of the field: %j', async (path, body, field) => {
    const { status, body: problem } = await ask<Problem>(stack, 'POST', path, body);
    expect(status).toBe(400);
    expect(problem.errors?.map(({ path }) => path)).toContain(field);
  });

  it('refuses an unknown model before anything is paid, and names what is near', async () => {
    const task = await importSample(stack);
    const { status, body } = await ask<Problem>(stack, 'POST', '/evaluations', {
      task_id: task.id,
      models: ['sim/carefull'],
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'unknown-model',
      errors: [{ path: 'models.0', message: expect.stringContaining('sim/careful') }],
    });
  });
});
