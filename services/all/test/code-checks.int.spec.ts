import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Problem, TaskView } from '@taskbench/contracts';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ask, ended, results, start } from './client.ts';
import { within, type TestStack } from './stack.ts';

const ANSWERS: Readonly<Record<string, (input: string) => string>> = {
  right: (input) => input.toUpperCase(),
  wrong: (input) => input,
  hostile: () => 'hang',
};

/** A server whose models answer each in their own manner to the prompt, which is the input. */
function server(): Server {
  return createServer(async (request, response) => {
    if (request.url === '/v1/models') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data: Object.keys(ANSWERS).map((id) => ({ id, object: 'model' })) }));
      return;
    }
    const asked = JSON.parse(await text(request)) as { model: string; messages: { content: string }[] };
    const input = asked.messages.at(-1)!.content.trim();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const choice = (delta: object, finish_reason: string | null) => ({ index: 0, delta, finish_reason });
    for (const one of [choice({ content: ANSWERS[asked.model]!(input) }, null), choice({}, 'stop')])
      response.write(`data: ${JSON.stringify({ id: 'c1', model: asked.model, choices: [one] })}\n\n`);
    response.end('data: [DONE]\n\n');
  });
}

const SHOUTS = `(output) => { if (output === 'hang') Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1); return output === output.toUpperCase() }`;
const lambda = (name: string, code: string) => ({ name, validation_rule: { rule: 'lambda', code } });
const task = {
  name: 'shout',
  description: 'Say it in capitals',
  output: { format: 'label' },
  prompt: '{{input}}',
  inputs: ['one', 'two', 'three', 'four'].map((text) => ({ id: text, text, gold: text.toUpperCase() })),
  allow_code: true,
  quality_checks: [
    lambda('capitals', SHOUTS),
    lambda('as long as the input', '(output, { input }) => output.length === input.length'),
    { name: 'not empty', validation_rule: { rule: 'character_count', min: 1 } },
  ],
};

describe('A task whose checks run code', () => {
  let database: FreshDatabase;
  let provider: Server;
  let stack: TestStack;

  beforeAll(async () => {
    database = await freshDatabase();
    provider = server();
    await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
    const { port } = provider.address() as AddressInfo;
    stack = await within({ databaseUrl: database.url, llmBaseUrl: `http://127.0.0.1:${port}/v1`, simulated: false });
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    provider.closeAllConnections();
    provider.close();
    await database.drop();
  });

  it('is refused unless it allows code, with the place and what to do', async () => {
    const { status, body } = await ask<Problem>(stack, 'POST', '/tasks', { ...task, allow_code: false });
    expect(status).toBe(400);
    expect(body.errors?.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'quality_checks.0.validation_rule: runs code, which a task must allow: allow_code: true',
      'quality_checks.1.validation_rule: runs code, which a task must allow: allow_code: true',
    ]);
  });

  it('is evaluated to its end when the outputs of one model make a check hang', async () => {
    const { body: created } = await ask<TaskView>(stack, 'POST', '/tasks', task);
    expect(created).toMatchObject({ allow_code: true, quality_checks: { length: 3 } });
    const models = Object.keys(ANSWERS);
    const { id } = await start(stack, { task_id: created.id, models });
    const evaluation = await ended(stack, id);
    expect(evaluation).toMatchObject({ status: 'completed', progress: { planned: 12, answered: 12, scored: 12 } });

    const { rows, violations } = await results(stack, id);
    expect(violations).toMatchObject([
      {
        check: 'capitals',
        failed: { right: 0, wrong: 4, hostile: 0 },
        no_verdict: 4,
        code: [SHOUTS],
      },
      // "hang" is as long as "four".
      { check: 'as long as the input', failed: { right: 0, wrong: 0, hostile: 3 }, no_verdict: 0 },
      { check: 'not empty', failed: { right: 0, wrong: 0, hostile: 0 }, no_verdict: 0, code: [] },
    ]);
    const followed = Object.fromEntries(rows.map((row) => [row.label, row.instruction_following?.mean]));
    expect(followed).toEqual({ right: 1, wrong: 0, hostile: 1 / 4 });
  });
});
