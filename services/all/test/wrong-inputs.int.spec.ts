import { spawn } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, request as raw } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Problem, type TaskView } from '@taskbench/contracts';
import { freePort } from '@taskbench/local-servers';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { Client } from 'pg';
import { ask, samples } from './client.ts';
import { within, type StackOptions, type TestStack } from './stack.ts';
import { wrongAddresses, wrongEvaluations, wrongFiles, wrongTasks, type WrongRequest } from './wrong-inputs.ts';
import { zipOf } from './zips.ts';

/** Words of our own insides, and the shape of a stack trace. */
const INTERNAL =
  /\bzod\b|kysely|\bpg\b|postgres|\bnest\b|express|raw-body|undefined|\[object|E[A-Z]{5,}\b|Error:|\bat .+:\d+:\d+|node_modules|\.ts\b/;

let database: FreshDatabase;
let simulator: Simulator;
let stack: TestStack;
let log: Client;
let ids: Record<string, string>;

/** How many events are in the log, and how many requests the provider has seen. */
async function counted(client: Client) {
  const { rows } = await client.query<{ events: number }>('select count(*)::int as events from log.events');
  const control = await fetch(`http://127.0.0.1:${simulator.port}/control/log`);
  return { events: rows[0]!.events, requests: ((await control.json()) as { requests: number }).requests };
}

const filled = (text: string) => text.replaceAll(/\$(\w+)/g, (whole, name: string) => ids[name] ?? whole);

/** Sends bytes as they are: fetch would mend some of what is wrong. */
function send(
  { method = 'GET', path, type, headers, body }: WrongRequest,
  url: string,
): Promise<{ status: number; type: string; body: string }> {
  return new Promise((done, failed) => {
    const asked = raw(
      `${url}`,
      { method, path: filled(path), headers: { ...(body !== undefined && { 'content-type': type }), ...headers } },
      (response) => {
        text(response).then(
          (read) => done({ status: response.statusCode!, type: response.headers['content-type'] ?? '', body: read }),
          failed,
        );
      },
    );
    asked.on('error', failed);
    asked.end(typeof body === 'string' ? filled(body) : body);
  });
}

beforeAll(async () => {
  database = await freshDatabase();
  simulator = await startSimulator({ samples, latencyMs: 1 });
  stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url });
  log = new Client({ connectionString: database.url });
  await log.connect();
  const made = async (body: object) =>
    (await ask<TaskView>(stack, 'POST', '/tasks', { name: 'T', description: 'd', quality_checks: [], ...body })).body
      .id;
  ids = { task: await made({ inputs: [{ text: 'x', gold: 'y' }] }), empty: await made({}) };
});
afterAll(async () => {
  await log.end();
  await stack.kill('SIGTERM');
  await simulator.close();
  await database.drop();
});

async function refuses(wrong: WrongRequest, url = stack.baseOf('/'), client = log): Promise<void> {
  const before = await counted(client);
  const refused = await send(wrong, url);
  expect({ status: refused.status, body: refused.body }).toMatchObject({ status: wrong.status });
  expect(refused.type).toContain('application/problem+json');
  const problem = Problem.parse(JSON.parse(refused.body));
  expect(problem).toMatchObject({
    status: wrong.status,
    code: wrong.code,
    type: `urn:taskbench:problem:${wrong.code}`,
  });
  if (wrong.field !== undefined) expect(problem.errors?.[0]?.path).toBe(wrong.field);
  expect(problem.detail).toMatch(/^[^\n]{10,520}$/);
  expect(refused.body).not.toMatch(INTERNAL);
  expect(await counted(client)).toEqual(before);
}

const table = (wrong: readonly WrongRequest[]) => wrong.map((one) => [one.name, one] as const);

describe.each([
  ['A task', wrongTasks],
  ['A file of a task', wrongFiles],
  ['An evaluation', wrongEvaluations],
  ['An address', wrongAddresses],
])('%s', (_, wrong) => {
  it.each(table(wrong))('is refused for %s, and nothing happens', (_, one) => refuses(one));
});

describe('A key', () => {
  it('is good for one request', async () => {
    const headers = { 'idempotency-key': 'once' };
    const body = { name: 'Once', description: 'd', quality_checks: [] };
    await ask(stack, 'POST', '/tasks', body, headers);
    const other = JSON.stringify({ ...body, name: 'Other' });
    await refuses({
      name: '',
      method: 'POST',
      path: '/tasks',
      type: 'application/json',
      headers,
      body: other,
      status: 422,
      code: 'idempotency-key-reused',
    });
  });
});

describe('A provider', () => {
  const plain = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: [{ id: 'local' }] })),
  );
  const plainUrl = async () => {
    await new Promise<void>((done) => plain.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(plain.address() as AddressInfo).port}/v1`;
  };
  afterAll(() => new Promise((done) => plain.close(done)));

  it.each<[string, () => Promise<Partial<StackOptions>>, object, string, string]>([
    ['refuses the key', async () => ({ llmApiKey: 'refused' }), { models: ['sim/quick'] }, 'provider-unavailable', ''],
    [
      'is not there',
      async () => ({ llmBaseUrl: `http://127.0.0.1:${await freePort()}/v1` }),
      { models: ['sim/quick'] },
      'provider-unavailable',
      '',
    ],
    [
      'has no prices for a budget',
      async () => ({ llmBaseUrl: await plainUrl(), simulated: false }),
      { models: ['local'], budget_usd: '1.00' },
      'unknown-price',
      'models.0',
    ],
  ])('that %s ends an evaluation before its first call', async (_, provider, asked, code, field) => {
    const other = await freshDatabase();
    const client = new Client({ connectionString: other.url });
    const its = await within({ databaseUrl: other.url, llmBaseUrl: simulator.url, ...(await provider()) });
    try {
      await client.connect();
      const task = { name: 'T', description: 'd', quality_checks: [], inputs: [{ text: 'x' }] };
      const { body: made } = await ask<TaskView>(its, 'POST', '/tasks', task);
      const body = JSON.stringify({ task_id: made.id, ...asked });
      await refuses(
        {
          name: '',
          method: 'POST',
          path: '/evaluations',
          type: 'application/json',
          body,
          status: 400,
          code,
          field,
        },
        its.baseOf('/'),
        client,
      );
    } finally {
      await client.end();
      await its.kill('SIGTERM');
      await other.drop();
    }
  });
});

describe('Text in UTF-8 with a byte order mark', () => {
  it.each([
    [
      'JSON',
      'application/json',
      '{"yaml":"version: 1\\nname: T\\ndescription: d\\ninputs: [{ text: x }]\\nquality_checks: []\\n"}',
      '',
    ],
    [
      'YAML',
      'application/yaml',
      'version: 1\nname: T\ndescription: d\ninputs: [{ text: x }]\nquality_checks: []\n',
      '',
    ],
    ['CSV', 'text/csv', 'text\r\nx\r\n', '&name=T&description=d'],
    ['JSONL', 'application/jsonl', '{"text":"x"}\r\n', '&name=T&description=d'],
  ])('is accepted as %s', async (_, type, body, query) => {
    const path = `/tasks/import/check?wait=0${query}`;
    const { status } = await send(
      { name: '', method: 'POST', path, type, body: `\ufeff${body}`, status: 200, code: '' },
      stack.baseOf('/'),
    );
    expect(status).toBe(200);
  });
});

describe('The terminal', () => {
  let folder: string;
  const root = join(import.meta.dirname, '../../..');
  const write = async (name: string, content: string | Buffer) => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  };

  async function run(...words: string[]): Promise<{ code: number | null; out: string; err: string }> {
    const port = new URL(stack.baseOf('/')).port;
    const env = { PATH: process.env['PATH'], TASKBENCH_API_PORT: port, TASKBENCH_CWD: folder, TASKBENCH_ROOT: root };
    const child = spawn(process.execPath, [join(root, 'dist/cli/main.mjs'), ...words], { env, cwd: folder });
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await ended, out, err };
  }

  const good = 'version: 1\nname: T\ndescription: d\ninputs: [{ text: x, gold: y }]\n';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wrong-inputs-'));
    await write('good.yaml', good);
    await write('broken.yaml', 'version: 1\nname: [a');
    await write('misspelt.yaml', good.replace('inputs', 'imputs'));
    await write('empty.yaml', '');
    await write('no-inputs.yaml', good.replace('[{ text: x, gold: y }]', '[]'));
    await write('twice.yaml', good.replace('[{', '[{ id: a, text: x }, { id: a, text: y }, {'));
    await write('version.yaml', good.replace('1', '2'));
    await write('missing.yaml', good.replace('text: x', 'file: nowhere.txt'));
    await write('outside.yaml', good.replace('text: x', 'file: ../../etc/passwd'));
    await write('key-twice.yaml', `${good}name: U\n`);
    await write('prompt.yaml', `${good}prompt: hello\n`);
    await write('rule.yaml', `${good}quality_checks: [{ name: C, validation_rule: { rule: regex, pattern: "(" } }]\n`);
    await write('tag.yaml', `${good}domain: !!js/function x\nnme: x\n`);
    await write('budget.yaml', `${good}evaluation: { budget_usd: abc }\n`);
    await write('latin1.yaml', Buffer.from(`${good}domain: é\n`, 'latin1'));
    await write('utf16.yaml', Buffer.from(`\ufeff${good}`, 'utf16le'));
    await write('promptfoo.yaml', 'prompts: ["{{ x | y }}"]\nproviders: [z]\n');
    await write('no-models.yaml', good);
    await write('no.zip', 'hello');
    await write('outside.zip', await zipOf({ 'USE-CASE.md': '# T\n' }));
    await write('folder/data/a.txt', 'x');
    await write('case/USE-CASE.md', '# T\n\nd\n');
    await write('case/ground-truth/b.json', '1');
    await write('case/data/a.txt', 'x');
  });
  afterAll(() => rm(folder, { recursive: true }));

  const models = ['--models', 'sim/careful'];
  it.each<[string, string[]]>([
    ['a file that is not there', ['run', 'nowhere.yaml', ...models]],
    ...[
      'broken',
      'misspelt',
      'empty',
      'no-inputs',
      'twice',
      'version',
      'missing',
      'outside',
      'key-twice',
      'prompt',
      'rule',
      'tag',
      'budget',
      'latin1',
      'utf16',
      'promptfoo',
    ].map((name): [string, string[]] => [`${name}.yaml`, ['run', `${name}.yaml`, ...models]]),
    ['no zip', ['run', 'no.zip', ...models]],
    ['a zip without inputs', ['run', 'outside.zip', ...models]],
    ['a folder without its page', ['run', 'folder', ...models]],
    ['gold of no input', ['run', 'case', ...models]],
    ['no models', ['run', 'good.yaml']],
    ['an unknown model', ['run', 'good.yaml', '--models', 'sim/nobody']],
    ['a model twice', ['run', 'good.yaml', '--models', 'sim/quick,sim/quick']],
    ['a budget of letters', ['run', 'good.yaml', ...models, '--budget', 'abc']],
    ['a budget below nothing', ['run', 'good.yaml', ...models, '--budget', '-1']],
    ['a budget beyond all money', ['run', 'good.yaml', ...models, '--budget', '99999999999']],
    ['repetition 0', ['run', 'good.yaml', ...models, '--repetitions', '0']],
    ['concurrency 201', ['run', 'good.yaml', ...models, '--concurrency', '201']],
    ['a seed out of range', ['run', 'good.yaml', ...models, '--seed', '99999999999']],
    ['an option that is none', ['run', 'good.yaml', '--modles', 'x']],
    ['a command that is none', ['rnu', 'good.yaml']],
    ['a run of nothing', ['run']],
    ['an id that is none', ['pause', 'nope']],
  ])('ends with 2 and one line for %s', async (_, words) => {
    const before = await counted(log);
    const { code, out, err } = await run(...words);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringMatching(/^[^\n]{10,}\n$/) });
    expect(err).not.toMatch(INTERNAL);
    expect(await counted(log)).toEqual(before);
  });

  it('evaluates a file of promptfoo with the files that it names, and says line by line what it leaves out', async () => {
    const config = `prompts: [file://prompts/capital.txt]
providers: [openai:gpt-4o-mini]
defaultTest:
  assert: [{ type: latency, threshold: 5000 }]
tests: file://tests.csv
`;
    await write('promptfoo/promptfooconfig.yaml', config);
    await write('promptfoo/prompts/capital.txt', 'What is the capital of {{country}}?\n');
    await write(
      'promptfoo/tests.csv',
      'country,__expected1,__expected2,__expected3\nFrance,Paris,python:x,contains:no-such-1\nPeru,Lima,,contains:no-such-2\n',
    );
    const { code, out, err } = await run('run', 'promptfoo', ...models, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ violations: [{ check: 'equals' }, { failed: { 'sim/careful': 2 } }] });
    expect(err).toMatch(/^promptfooconfig\.yaml line 4: latency is not imported: it is about the call/m);
    expect(err).toMatch(/^tests\.csv line 2: python is not imported: it is decided by a program/m);
    const checks = await run('checks', 'promptfoo', '--json');
    expect(JSON.parse(checks.out)).toMatchObject({
      quality_checks: [{ name: 'equals', validation_rule: { rule: 'by_input' } }, { name: 'contains' }],
      notices: [{ about: 'latency' }, { file: 'tests.csv', line: 2, about: 'python' }],
    });
  });

  it.each(['right', 'right.zip'])('evaluates a use case that is right: %s', async (name) => {
    const files = {
      'USE-CASE.md': '---\noutput: { format: label }\nquality_checks: []\n---\n# T\n\nd\n',
      'data/a.txt': 'x',
      'ground-truth/a.txt': 'high\n',
    };
    for (const [file, content] of Object.entries(files)) await write(`right/${file}`, content);
    await write('right.zip', await zipOf(files));
    const { code, out } = await run('run', name, ...models);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('careful') });
  });
});
