import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallList, CostsView, ModelList, Problem, SuitableModels, TaskView } from '@taskbench/contracts';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { freePort } from '@taskbench/local-servers';
import type { z } from 'zod';
import { ask, samples, sleep } from './client.ts';
import { within, type TestStack } from './stack.ts';
import { terminal } from './terminal.ts';

const sample = join(samples, 'meeting-action-items/task.yaml');
const ESCAPE = /[\u001b\r]/;

describe('The terminal', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stack: TestStack;
  let folder: string;
  let port: string;
  const command = (args: string[], env?: NodeJS.ProcessEnv) => terminal(port, args, env);
  const faults = (of: object) =>
    fetch(`http://127.0.0.1:${simulator.port}/control/faults`, { method: 'POST', body: JSON.stringify(of) });

  const requests = async () =>
    ((await (await fetch(`http://127.0.0.1:${simulator.port}/control/log`)).json()) as { requests: number }).requests;

  async function statuses(id: string): Promise<Set<string>> {
    const found = new Set<string>();
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: z.infer<typeof CallList> = (
        await ask<z.infer<typeof CallList>>(
          stack,
          'GET',
          `/evaluations/${id}/calls?limit=200${cursor && `&cursor=${cursor}`}`,
        )
      ).body;
      for (const { status } of page.calls) found.add(status);
      cursor = page.next_cursor;
    }
    return found;
  }

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 40 });
    stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url });
    port = new URL(stack.baseOf('/')).port;
    folder = await mkdtemp(join(tmpdir(), 'terminal-'));
  });
  afterAll(async () => {
    // The calls that hang end with the simulator, not after a minute.
    await simulator.close();
    await stack.kill('SIGTERM');
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('says what will happen, how far it is, and the ranking; in plain lines no wider than 80 where it is piped', async () => {
    const output = join(folder, 'results.json');
    const args = [
      'run',
      sample,
      '--models',
      'sim/careful,sim/quick',
      '--repetitions',
      '1',
      '--budget',
      '1.00',
      '--output',
      output,
    ];
    const { code, stdout, stderr } = await command(args).ended;
    expect(code).toBe(0);
    expect(stderr).toContain('28 calls: 2 models × 14 inputs, at most 4,096 tokens each.');
    expect(stderr).toMatch(/sim\/careful +\$3\.00 +\$15\.00/);
    expect(stderr).toContain('At most $1.00 is spent.');
    expect(stderr).toMatch(/^28 of 28 calls, \$0\.\d+ of \$1\.00$/m);
    expect(stdout).toMatch(/^Rank +Model +F1/m);
    expect(stdout).toMatch(/sim\/careful.*├.*●/);
    expect(stdout).toContain('Cost of this evaluation: $');
    expect(stdout + stderr).not.toMatch(ESCAPE);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(JSON.parse(await readFile(output, 'utf8'))).toMatchObject({ final: true, rows: [{}, {}] });
  });

  it('ends with 1 and says which threshold failed; its JSON stands alone on stdout', async () => {
    const limits = ['--fail-under', 'accuracy=1.01', '--fail-under', 'cost=100'];
    const { code, stdout, stderr } = await command(['run', sample, '--models', 'sim/quick', '--json', ...limits]).ended;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'completed',
      exit_code: 1,
      thresholds: [
        { metric: 'accuracy', passed: false },
        { metric: 'cost', passed: true },
      ],
    });
    expect(stderr).toMatch(/! sim\/quick: accuracy is 0\.\d+ \(95 % .*\); at least 1\.01 was asked\./);
  });

  it.each([
    [['run', 'nowhere.yaml'], /nowhere\.yaml does not exist/],
    [
      ['run', sample, '--models', 'sim/carefull'],
      /^models\.0: "sim\/carefull" is not in the catalogue of .*\. Did you mean sim\/careful\?/,
    ],
    [['run', sample, '--output', '/nowhere/r.json'], /\/nowhere\/r\.json cannot be written/],
    [['run', sample, '--modles', 'a'], /Did you mean --models\?/],
    [['run', sample, '--fail-under', 'speed=1'], /Metrics: accuracy/],
    [['rnu'], /Did you mean run\?/],
    [['report', 'latest', '--format', 'pdf'], /Formats: table, json, csv/],
    [['report', 'ffff'], /No evaluation's id begins with "ffff"/],
  ])('ends with 2 and one line for bad input, before anything is sent: %j', async (args, says) => {
    const before = (await ask<{ evaluations: unknown[] }>(stack, 'GET', '/evaluations')).body.evaluations.length;
    const { code, stdout, stderr } = await command(args).ended;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/\n {4}at /);
    const after = (await ask<{ evaluations: unknown[] }>(stack, 'GET', '/evaluations')).body.evaluations.length;
    expect(after).toBe(before);
  });

  const about = (name: string, ...more: string[]) =>
    ['version: 1', `name: ${name}`, 'description: Say who signs, such as Anna Berta Schmidt.', ...more].join('\n');
  const signing = (text: string) => `inputs: [{ id: a, text: ${text}, gold: Anna Berta Schmidt }]`;
  const harmless = 'inputs: [{ id: a, text: x, gold: yes }]';
  // A little more than 80 % of 128,000 tokens.
  const long = `inputs: [{ id: a, text: "${'one '.repeat(103_000)}", gold: yes }]`;

  it.each([
    [
      'a right answer in the prompt',
      [about('leaking', signing('x'))],
      /^description: the right answer of input "a" stands in line 1 of the task's description/,
    ],
    ['an input too long', [about('long', long)], /^models\.0: input "a" makes a prompt of about 103,?\d+ tokens/],
    [
      'a prompt that it has not',
      [about('unprompted', harmless, 'evaluation: { models: [{ model_id: sim/quick, prompt: short }] }')],
      /^models\.0\.prompt: this task has no prompt "short"; it has none by name/,
    ],
    [
      'answers that cannot be joined',
      [about('label', harmless), '--long-inputs', 'join'],
      /^long_inputs: answers in the format label cannot be joined/,
    ],
    [
      'the same in what goes on with another evaluation',
      [about('leaking', signing('x')), '--extends', 'latest'],
      /^description: the right answer/,
    ],
  ])('refuses a task with %s before it is imported or has checks written', async (_, [yaml, ...more], says) => {
    const file = join(folder, 'refused.yaml');
    await writeFile(file, yaml!);
    const state = async () => [(await ask(stack, 'GET', '/tasks?limit=200')).body, await requests()];
    const before = await state();
    const models = yaml!.includes('evaluation:') || more.includes('--extends') ? [] : ['--models', 'sim/quick'];
    const { code, stdout, stderr } = await command(['run', file, ...models, ...more]).ended;
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(says)]);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(await state()).toEqual(before);
  });

  it('is not alone in asking beforehand: the API also finds what no file can hold, a task without inputs', async () => {
    const task = { name: 'Empty', description: 'x', output: { format: 'label' }, inputs: [] };
    const asked = { models: ['sim/quick'], task };
    const { status, body } = await ask<Problem>(stack, 'POST', '/evaluations/check', asked);
    expect([status, body]).toEqual([
      400,
      expect.objectContaining({ code: 'no-inputs', errors: [expect.objectContaining({ path: 'task.inputs' })] }),
    ]);
  });

  it('starts with right answers in the prompt where that is allowed, and retries so', async () => {
    const file = join(folder, 'allowed.yaml');
    await writeFile(file, about('allowed', signing('x'), 'quality_checks: []'));
    const allowed = await command(['run', file, '--models', 'sim/quick', '--allow-leaks', '--quiet']).ended;
    expect([allowed.code, allowed.stderr]).toEqual([0, expect.stringMatching(/^1 right answers stand in the prompt/m)]);
    const refused = await command(['retry', 'latest']).ended;
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/^description: the right answer/)]);
    expect((await command(['retry', 'latest', '--allow-leaks']).ended).code).toBe(0);
  });

  it('ends with 3 when every call failed, and when nobody answers', async () => {
    const task = join(folder, 'one.yaml');
    await writeFile(
      task,
      'version: 1\nname: one\ndescription: Say yes.\noutput: { format: label }\ninputs: [{ id: a, text: x, gold: yes }]\nquality_checks: []\n',
    );
    await faults({ status500: 1 });
    const failed = await command(['run', task, '--models', 'sim/quick', '--quiet']).ended;
    await faults({});
    expect([failed.code, failed.stderr]).toEqual([3, expect.stringContaining('! Every call failed.')]);

    const nobody = await terminal(await freePort(), ['run', task, '--models', 'sim/quick']).ended;
    expect(nobody).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^TaskBench does not answer .*\n$/),
    });
  });

  it('ends with 4 when the budget ended first, and counts what was left', async () => {
    const { code, stdout, stderr } = await command(['run', sample, '--models', 'sim/careful', '--budget', '0.07'])
      .ended;
    expect(code).toBe(4);
    expect(stdout).toContain('Stopped at $0.07.');
    expect(stderr).toContain('! The budget ended before all calls were made.');
    expect(stderr).toMatch(/! sim\/careful: \d+ calls not made\./);
  });

  it('ends with 130 when it is interrupted: paused, nothing under way, and resumable to its ranking', async () => {
    const long = command(['run', sample, '--models', 'sim/quick', '--repetitions', '28', '--concurrency', '4']);
    await long.said(/[1-9]\d* of 392 calls/);
    long.interrupt();
    const { code, stdout, stderr } = await long.ended;
    expect([code, stdout]).toEqual([130, '']);
    const id = /RunTaskBench\.sh resume (\S+) --follow/.exec(stderr)![1]!;
    const { body } = await ask<{ status: string }>(stack, 'GET', `/evaluations/${id}`);
    expect(body.status).toBe('paused');
    expect(await statuses(id)).toEqual(new Set(['answered', 'requested']));

    const resumed = await command(['resume', 'latest', '--follow']).ended;
    expect(resumed.code).toBe(0);
    expect(resumed.stdout).toMatch(/^Rank +Model/m);
  });

  it('finds an evaluation by the beginning of its id, and reports it as JSON and CSV', async () => {
    const list = JSON.parse((await command(['evaluations', '--json']).ended).stdout) as {
      evaluations: { id: string }[];
    };
    const { id } = list.evaluations[0]!;
    const json = await command(['report', id.slice(0, 20), '--format', 'json']).ended;
    expect(JSON.parse(json.stdout)).toMatchObject({ evaluation_id: id });
    const csv = await command(['report', 'latest', '--format', 'csv']).ended;
    expect(csv.stdout).toMatch(/^label,model_id,rank_low,.*\nsim\//);
    const unclear = await command(['report', id.slice(0, 2)]).ended;
    expect([unclear.code, unclear.stderr]).toEqual([2, expect.stringContaining('write more of the id')]);
  });

  it('shows checks and models, and colours only what it is told to', async () => {
    const checks = await command(['checks', sample]).ended;
    expect(checks.stdout).toMatch(/Owner from the notes +critical +accepted/);
    expect(checks.stdout).toMatch(/grounded_field \(field: owner\)/);
    const models = await command(['models', '--search', 'careful']).ended;
    expect(models.stdout).toMatch(/sim\/careful +\$3\.00 +\$15\.00/);
    expect(models.stdout).not.toMatch(ESCAPE);
    const chosen = [
      '--regex',
      '^sim/',
      '--provider',
      'sim',
      '--max-input-price',
      '0.2',
      '--sort',
      'price',
      '--limit',
      '2',
    ];
    const cheapest = await command(['models', ...chosen]).ended;
    expect(cheapest.stdout).toMatch(/^Model.*\nsim\/thrifty +\$0\.03 .*\nsim\/quick .*\n$/);
    expect(cheapest.stderr).toMatch(/^2 of 3: /m);
    expect((await command(['models', '--free']).ended).stderr).toMatch(/^No model fits/m);
    expect((await command(['models'], { FORCE_COLOR: '1' }).ended).stdout).toMatch(ESCAPE);
  });

  it('has a model explain which models suit a task, for what that costs, and leaves out what it invents', async () => {
    const given = { name: 'T', description: 'x', gold_data: ['A'], quality_checks: [] };
    const made = await ask<TaskView>(stack, 'POST', '/tasks', given);
    const task_id = made.body.id;
    const spent = async () => Math.round(Number((await ask<CostsView>(stack, 'GET', '/costs')).body.cost_usd) * 1e9);
    const [before, sent] = [await spent(), await requests()];
    const { body } = await ask<SuitableModels>(stack, 'POST', '/models/recommend', {
      task_id,
      limit: 3,
      explain: true,
    });
    // the simulator also names a model that there is not
    expect(body.explanation).toMatchObject({
      by: 'sim/generator',
      invented: 1,
      cost_usd: expect.stringMatching(/^0\.0/),
    });
    expect(body.explanation!.models.map(({ id }) => id)).toEqual(body.models.slice(0, 2).map(({ id }) => id));
    expect(await requests()).toBe(sent + 1);
    const cost = Math.round(Number(body.explanation!.cost_usd) * 1e9);
    for (let tries = 0; tries < 100 && (await spent()) === before; tries++) await sleep(50);
    expect((await spent()) - before).toBe(cost);
    const unasked = await ask<SuitableModels>(stack, 'POST', '/models/recommend', { task_id });
    expect(unasked.body).toMatchObject({ explanation: null, unexplained: 'not_asked' });
    expect((await ask(stack, 'POST', '/models/recommend', { explain: true })).status).toBe(400);
  });

  it('shows the models that have what a task needs, cheapest call first, and neither imports nor asks anything', async () => {
    const before = await requests();
    const tasks = async () => (await ask<{ tasks: unknown[] }>(stack, 'GET', '/tasks?limit=200')).body.tasks.length;
    const [count, listed] = [await tasks(), await ask<ModelList>(stack, 'GET', '/models?limit=200')];
    const shown = await command(['models', '--for', sample, '--max-input-price', '0.5']).ended;
    expect(shown.code).toBe(0);
    const ids = shown.stdout
      .split('\n')
      .slice(1)
      .map((line) => line.split(' ')[0]!)
      .filter((id) => id.startsWith('sim/'));
    expect(ids).toEqual(['sim/thrifty', 'sim/quick', 'sim/terse', 'sim/balanced']);
    expect(shown.stderr).toMatch(/^Left out: 4 that are dearer\.$/m);
    const json = await command(['models', '--for', sample, '--limit', '3', '--json']).ended;
    const { models, found } = JSON.parse(json.stdout) as SuitableModels;
    expect([models.length, found]).toEqual([3, listed.body.found]);
    for (const { id } of models) expect(listed.body.models.map((one) => one.id)).toContain(id);
    expect([await requests(), await tasks()]).toEqual([before, count]);
    const wrong = await command(['models', '--max-output-price', '1']).ended;
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--for')]);

    const task_id = (await ask<TaskView>(stack, 'POST', '/tasks', { name: 'T', description: 'x', gold_data: ['A'] }))
      .body.id;
    const recommended = await ask<SuitableModels>(stack, 'POST', '/models/recommend', {
      task_id,
      needs: { min_context: 128_001 },
    });
    expect(recommended.body).toMatchObject({
      models: [],
      left_out: { context: listed.body.found },
      needs: { structured_output: true, min_context: 128_001 },
    });
    const nobody = await ask(stack, 'POST', '/models/recommend', { task_id: '7b1d5c0e-52d3-4b43-9b0e-0d8c7f3c9a22' });
    expect(nobody.status).toBe(404);
  });

  it('leaves at once at the second Ctrl-C, and starts nothing when it is interrupted before', async () => {
    await faults({ hang: 1 });
    const before = await requests();
    const hanging = command(['run', sample, '--models', 'sim/quick']);
    while ((await requests()) === before) await sleep(20);
    hanging.interrupt();
    await hanging.said(/the calls under way are ending/);
    hanging.interrupt();
    expect((await hanging.ended).code).toBe(130);

    const task = join(folder, 'unchecked.yaml');
    await writeFile(
      task,
      'version: 1\nname: unchecked\ndescription: Say yes.\ninputs: [{ id: a, text: x, gold: yes }]\n',
    );
    const waiting = command(['run', task, '--models', 'sim/quick']);
    await waiting.said(/Writing checks/);
    waiting.interrupt();
    const { code, stderr } = await waiting.ended;
    expect([code, stderr]).toEqual([130, expect.stringMatching(/Nothing was started\.\n$/)]);
    await faults({});
  });
});
