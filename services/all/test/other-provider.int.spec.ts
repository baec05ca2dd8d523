import { createServer, type Server } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskView } from '@taskbench/contracts';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ask, ended, results, sleep, start } from './client.ts';
import { recordingProvider, type RecordingProvider, type SentRequest } from './recording-provider.ts';
import { within, type TestStack } from './stack.ts';
import { terminal } from './terminal.ts';

/** An OpenAI-compatible server of the plain kind: no catalogue of prices, no costs, one chunk a word. */
function plainServer(): Server {
  return createServer((request, response) => {
    if (request.url === '/v1/models') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data: [{ id: 'local-model', object: 'model' }] }));
      return;
    }
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const chunk = (part: object) =>
        response.write(`data: ${JSON.stringify({ id: 'c1', model: 'local-model', ...part })}\n\n`);
      for (const content of ['{"concepts": ', '["A", "B"', ']}'])
        chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
      chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
      response.end('data: [DONE]\n\n');
    });
  });
}

describe('Any OpenAI-compatible server', () => {
  let database: FreshDatabase;
  let server: Server;
  let stack: TestStack;

  beforeAll(async () => {
    database = await freshDatabase();
    server = plainServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    stack = await within({ databaseUrl: database.url, llmBaseUrl: `http://127.0.0.1:${port}/v1`, simulated: false });
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    server.closeAllConnections();
    server.close();
    await database.drop();
  });

  it('is evaluated: scored against gold given alone, its cost unknown and never 0', async () => {
    const body = { name: 'Test Task', description: 'Extract concepts', gold_data: { concepts: ['A', 'B', 'C'] } };
    const { status, body: task } = await ask<TaskView>(stack, 'POST', '/tasks', body);
    expect(status).toBe(201);
    expect(task).toMatchObject({ quality_checks: [], checks_status: 'no_generator', inputs: 1 });

    const { id } = await start(stack, { task_id: task.id, models: ['local-model'] });
    const evaluation = await ended(stack, id);
    expect(evaluation).toMatchObject({ status: 'completed', simulated: false, cost_state: 'unknown' });
    const [row] = (await results(stack, id)).rows;
    expect(row).toMatchObject({
      accuracy: { mean: 1 },
      completeness: { mean: 2 / 3 },
      f1: { mean: 0.8 },
      cost_usd: null,
    });
  });

  it('cannot be held to a budget while its price is unknown', async () => {
    const { body: task } = await ask<TaskView>(stack, 'POST', '/tasks', {
      name: 'T',
      description: 'd',
      gold_data: ['A'],
    });
    const { status, body } = await ask(stack, 'POST', '/evaluations', {
      task_id: task.id,
      models: ['local-model'],
      budget_usd: '1',
    });
    expect([status, body]).toEqual([400, expect.objectContaining({ code: 'unknown-price' })]);
  });

  it('is run from a script only with --yes while its price is unknown; before that nothing is kept', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'other-provider-'));
    const file = join(folder, 'task.yaml');
    await writeFile(
      file,
      'version: 1\nname: unpriced\ndescription: List them.\noutput: { format: json }\ninputs: [{ id: a, text: x, gold: [A, B] }]\n',
    );
    const run = (...more: string[]) =>
      terminal(new URL(stack.baseOf('/')).port, ['run', file, '--models', 'local-model', ...more]).ended;
    const refused = await run();
    expect([refused.code, refused.stderr]).toEqual([
      2,
      'The price of local-model is unknown, so nothing limits the cost. Nothing was started; --yes starts it all the same.\n',
    ]);
    const { tasks } = (await ask<{ tasks: TaskView[] }>(stack, 'GET', '/tasks')).body;
    expect(tasks.map(({ name }) => name)).not.toContain('unpriced');
    const agreed = await run('--yes');
    expect(agreed.stderr).toContain('No budget can be kept while a price is unknown, so nothing limits the cost.');
    expect(agreed.code).toBe(0);
    await rm(folder, { recursive: true });
  });
});

describe('A server that takes no JSON Schema', () => {
  const check = {
    name: 'is a list',
    description: 'It is a list.',
    severity: 'warning',
    validation_rule: { rule: 'valid_json' },
  };
  const content = JSON.stringify({ checks: [check] });
  let provider: RecordingProvider;
  let database: FreshDatabase;
  let stack: TestStack;

  beforeAll(async () => {
    const answer = ({ response_format }: SentRequest) => (response_format ? null : { content });
    provider = await recordingProvider([{ id: 'm/old' }], answer);
    database = await freshDatabase();
    const env = { TASKBENCH_GENERATOR_MODEL: 'm/old' };
    stack = await within({ databaseUrl: database.url, llmBaseUrl: provider.url, simulated: false, env });
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    provider.close();
    await database.drop();
  });

  it('writes checks all the same, asked once more without', async () => {
    const body = { name: 'T', description: 'List them.', inputs: [{ id: 'a', text: 'x', gold: ['A'] }] };
    let task = (await ask<TaskView>(stack, 'POST', '/tasks', body)).body;
    while (task.checks_status === 'generating') {
      await sleep(50);
      task = (await ask<TaskView>(stack, 'GET', `/tasks/${task.id}`)).body;
    }
    expect(task).toMatchObject({ checks_status: 'needs_review', quality_checks: [{ name: 'is a list' }] });
    expect(provider.seen().map(({ response_format }) => response_format !== undefined)).toEqual([true, false]);
  });
});
