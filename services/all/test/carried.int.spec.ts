import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvaluationView, ResultsView } from '@taskbench/contracts';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ask, ended, importSample, samples, sleep, start } from './client.ts';
import { eventsOf, refereeOf } from './referee.ts';
import { apart, within, type TestStack } from './stack.ts';
import { terminal } from './terminal.ts';

describe('Carrying answers over', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stack: TestStack;
  let referee: ReturnType<typeof refereeOf>;

  beforeEach(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 20 });
    referee = refereeOf(simulator);
  });
  afterEach(async () => {
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  });

  it('goes on after kill -9 of everything while it is planned: each call is carried or asked, once', async () => {
    const options = { databaseUrl: database.url, llmBaseUrl: simulator.url };
    stack = await apart(options);
    const { id: task_id } = await importSample(stack);
    const models = ['sim/careful', 'sim/quick'];
    const first = await start(stack, { task_id, models, repetitions: 20, concurrency: 50 });
    await ended(stack, first.id);
    await referee.reset();
    const body = { task_id, extends: first.id, models: [...models, 'sim/terse'], concurrency: 10 };
    const { id } = await start(stack, body);
    for (let seen: EvaluationView['progress'] | null = null; !seen?.carried; await sleep(1))
      seen = (await ask<EvaluationView>(stack, 'GET', `/evaluations/${id}`)).body.progress;
    await stack.kill('SIGKILL');
    const half = await eventsOf(database.url, id);
    const count = (events: typeof half, type: string) => events.filter((event) => event.type === type).length;
    expect(count(half, 'OutputCarried')).toBeLessThan(560);
    stack = await apart(options);
    const evaluation = await ended(stack, id);
    expect(evaluation).toMatchObject({ status: 'completed', progress: { answered: 840, carried: 560, scored: 840 } });
    const events = await eventsOf(database.url, id);
    expect([count(events, 'OutputCarried'), count(events, 'CallRequested')]).toEqual([560, 280]);
    const doubted = count(events, 'AttemptInDoubt');
    const asked = await referee.requests();
    expect(new Set(asked.map(({ model }) => model))).toEqual(new Set(['sim/terse']));
    expect(asked.length).toBeLessThanOrEqual(280 + doubted);
  });

  it('is had from the terminal: extends, retry and the cache', async () => {
    stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url });
    const folder = await mkdtemp(join(tmpdir(), 'carried-'));
    const file = join(folder, 'task.yaml');
    const command = (...args: string[]) => terminal(new URL(stack.baseOf('/')).port, args).ended;
    const asked = async () => {
      const requests = await referee.requests();
      await referee.reset();
      return requests.length;
    };
    const write = (words: string[]) =>
      writeFile(
        file,
        JSON.stringify({
          version: 1,
          name: 'words',
          description: 'List the words.',
          output: { format: 'json' },
          inputs: words.map((id) => ({ id, text: `Say ${id}.`, gold: [id] })),
          quality_checks: [],
        }),
      );
    await write(['one', 'two']);
    await referee.inject({ status401: 1, only_model: 'sim/quick' });
    expect((await command('run', file, '--models', 'sim/careful,sim/quick')).code).toBe(4);
    await asked();

    await referee.inject({});
    const retried = await command('retry', 'latest', '--quiet', '--json');
    expect([retried.code, await asked()]).toEqual([0, 2]);
    const { answer } = JSON.parse(retried.stdout) as ResultsView;
    expect(answer.what_it_costs).toContain('2 answers were carried over from an earlier evaluation at no cost');

    await write(['one', 'two', 'three']);
    const extended = await command('run', file, '--extends', 'latest');
    expect([extended.code, await asked()]).toEqual([0, 2]);
    expect(extended.stderr).toMatch(/^6 of 6 calls, \$0\.\d+, 4 carried over$/m);
    expect(extended.stderr).toContain('only the rest is');

    const cached = await command('run', file, '--cache', '--models', 'sim/quick');
    expect([cached.code, await asked()]).toEqual([0, 0]);
    expect(cached.stdout).toContain('This evaluation cost $0.');
    const plain = await command('run', file, '--models', 'sim/quick');
    expect([plain.code, await asked()]).toEqual([0, 3]);

    const refused = await command('run', file, '--extends', '01a20d90-4a02-7a01-949e-2867e50ab497');
    expect([refused.code, await asked()]).toEqual([2, 0]);
    await rm(folder, { recursive: true });
  });
});
