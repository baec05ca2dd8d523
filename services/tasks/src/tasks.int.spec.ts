import { canonical, ChecksGenerated, ChecksProvided, type Problem, type TaskView } from '@taskbench/contracts';
import { boot, readConfig, type Running } from '@taskbench/service-kit';
import { freshDatabase, testServers, type FreshDatabase } from '@taskbench/testing';
import { Client } from 'pg';
import { tasks } from './tasks.module.ts';

let database: FreshDatabase;
let running: Running;

beforeAll(async () => {
  database = await freshDatabase();
  const config = readConfig({ PORT: '0', DATABASE_URL: database.url, NATS_URL: testServers().natsUrl });
  running = await boot([tasks], { relay: true, config });
});
afterAll(async () => {
  await running.close();
  await database.drop();
});

async function ask<View = TaskView>(method: string, path: string, body?: unknown, key?: string) {
  const headers = { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) };
  const response = await fetch(`${running.url}${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as View };
}

const described = {
  name: 'Standup',
  description: 'Extract action items',
  inputs: [{ text: 'Ana ships it', gold: ['x'] }],
};
const check = { name: 'JSON', validation_rule: { rule: 'valid_json' } };
const create = async (body: object = {}) => (await ask('POST', '/tasks?wait=0', { ...described, ...body })).body;

async function generated(
  task_id: string,
  task_version: number,
  text = canonical([{ ...check, description: '', severity: 'info', state: 'candidate' }]),
) {
  const { log, texts } = running.runtime;
  const sealed = await texts.seal(task_id, text);
  const facts = [ChecksGenerated({ task_id, task_version, checks: sealed.digest, count: 1, dropped: 0 })];
  const stream = `check_set-${task_id}`;
  await log.append({
    stream,
    expected: (await log.stream(stream)).length,
    facts,
    correlation: task_id,
    texts: [sealed],
  });
}

describe('Tasks over HTTP', () => {
  it('are there as soon as they are created', async () => {
    const created = await ask('POST', '/tasks?wait=0', described);
    expect(created).toMatchObject({
      status: 201,
      body: { version: 1, inputs: 1, quality_checks: [], checks_status: 'generating', output: { items: '$' } },
    });
    expect(await ask('GET', `/tasks/${created.body.id}`)).toEqual({ status: 200, body: created.body });
    expect((await ask('GET', `/tasks/${created.body.id}/inputs`)).body).toEqual({
      inputs: [{ id: 'input-1', text: 'Ana ships it', gold: ['x'] }],
      next_cursor: null,
    });
  });

  it('are created once a key, and a key is good for one request', async () => {
    const [one, two] = await Promise.all([
      ask('POST', '/tasks?wait=0', described, 'k'),
      ask('POST', '/tasks?wait=0', described, 'k'),
    ]);
    expect(two.body).toEqual(one.body);
    expect(await ask('POST', '/tasks?wait=0', { ...described, name: 'Other' }, 'k')).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
  });

  it('come with their checks when the caller waits for them', async () => {
    const waiting = ask('POST', '/tasks?wait=20', described, 'waits');
    const again = await ask('POST', '/tasks?wait=0', described, 'waits');
    await generated(again.body.id, 1);
    expect((await waiting).body).toMatchObject({
      checks_status: 'needs_review',
      quality_checks: [{ ...check, state: 'candidate' }],
    });
  });

  it('show the checks that a person gave at once, and as none when there are to be none', async () => {
    const given = await create({ quality_checks: [check] });
    expect(given.quality_checks).toMatchObject([{ ...check, state: 'accepted' }]);
    const { id } = await create({ quality_checks: [] });
    const facts = [ChecksProvided({ task_id: id, task_version: 1, checks: null, count: 0 })];
    await running.runtime.log.append({ stream: `check_set-${id}`, expected: 0, facts, correlation: id });
    expect((await ask('PATCH', `/tasks/${id}?wait=20`, {})).body.checks_status).toBe('none');
  });

  it('keep both of two changes made at once, and the checks that a person gave', async () => {
    const { id } = await create({ quality_checks: [check] });
    const changes = [{ name: 'Renamed' }, { constraints: ['short'] }];
    await Promise.all(changes.map((change) => ask('PATCH', `/tasks/${id}?wait=0`, change)));
    const { body } = await ask('GET', `/tasks/${id}`);
    expect(body).toMatchObject({
      version: 3,
      name: 'Renamed',
      constraints: ['short'],
      quality_checks: [{ state: 'accepted' }],
    });
    const first = await ask<{ next_cursor: string }>('GET', `/tasks/${id}/versions?limit=2`);
    expect(first.body).toMatchObject({ versions: [{ version: 3 }, { version: 2 }], next_cursor: '2' });
    const last = await ask('GET', `/tasks/${id}/versions?limit=2&cursor=2`);
    expect(last.body).toMatchObject({ versions: [{ version: 1, name: 'Standup' }], next_cursor: null });
  });

  it('say what their inputs can show, sources counted where inputs share them', async () => {
    const shown = async (groups: readonly string[]) => {
      const inputs = groups.map((group, n) => ({ text: `note ${n}`, gold: [], group }));
      const { id } = await create({ inputs, quality_checks: [] });
      return (await ask<{ can_show: unknown }>('GET', `/tasks/${id}`)).body.can_show;
    };
    expect(await shown([...'abcdefgh'])).toMatchObject({
      models: 2,
      inputs: 8,
      sentence: '8 inputs can only show leads over 0.31. Add about 26 to see 0.15.',
    });
    expect(await shown([...'aaaabbbb'])).toMatchObject({
      smallest_difference: null,
      sentence: '8 inputs from 2 sources are too few to tell 2 models apart. Add at least 4 sources.',
    });
    const { id } = await create({ inputs: undefined, quality_checks: [] });
    expect((await ask('GET', `/tasks/${id}`)).body).toMatchObject({ can_show: null });
  });

  it('ignore checks that come late for an older version', async () => {
    const { id } = await create();
    await ask('PATCH', `/tasks/${id}?wait=0`, { name: 'Newer' });
    await generated(id, 1);
    const { id: after } = await create(); // its row is there, so whatever came before it is in the rows too
    await ask('GET', `/tasks/${after}`);
    expect((await ask('GET', `/tasks/${id}`)).body).toMatchObject({
      version: 2,
      checks_status: 'generating',
      quality_checks: [],
    });
  });

  it('are listed newest first, page by page, while new ones come', async () => {
    const ids = [await create(), await create(), await create()].map(({ id }) => id).reverse();
    type List = { tasks: { id: string }[]; next_cursor: string };
    const first = (await ask<List>('GET', '/tasks?limit=2')).body;
    await create();
    const second = (await ask<List>('GET', `/tasks?limit=2&cursor=${first.next_cursor}`)).body;
    expect([...first.tasks, ...second.tasks].map(({ id }) => id).slice(0, 3)).toEqual(ids);
  });

  it.each([
    ['an id that is none', 'GET', '/tasks/nope', undefined, 404, ''],
    ['an id that nobody has', 'GET', '/tasks/0192f5e0-0000-7000-8000-000000000001', undefined, 404, ''],
    ['a change of a task that is not there', 'PATCH', '/tasks/nope', {}, 404, ''],
    ['versions under an id that is none', 'GET', '/tasks/nope/versions', undefined, 404, ''],
    ['a cursor of another list', 'GET', '/tasks?cursor=7', undefined, 400, 'cursor'],
    ['a cursor that is none', 'GET', '/events?cursor=x', undefined, 400, 'cursor'],
    ['a field that is not one', 'POST', '/tasks', { ...described, nam: 'x' }, 400, 'nam'],
    [
      'a rule that is none',
      'POST',
      '/tasks',
      { ...described, quality_checks: [{ ...check, validation_rule: { rule: 'run_python' } }] },
      400,
      'quality_checks.0.validation_rule.rule',
    ],
    [
      'two checks of one name',
      'POST',
      '/tasks',
      { ...described, quality_checks: [check, check] },
      400,
      'quality_checks.1.name',
    ],
    [
      'a file that was not given',
      'POST',
      '/tasks/import',
      { yaml: 'version: 1\nname: a\ndescription: b\ninputs: [{ file: x.txt }]\n' },
      400,
      'inputs.0.file',
    ],
  ])('refuse %s', async (_, method, path, body, status, field) => {
    const refused = await ask<Problem>(method, path, body);
    expect(refused.status).toBe(status);
    expect(refused.body.errors?.[0]?.path ?? '').toBe(field);
  });

  it('are imported from YAML with what it says of its evaluation', async () => {
    const yaml =
      'version: 1\nname: a\ndescription: b\ninputs: [{ file: x.txt, gold: bug }]\nevaluation: { models: [sim/a], budget_usd: 1 }\n';
    expect(await ask('POST', '/tasks/import?wait=0', { yaml, files: { 'x.txt': 'hello' } })).toMatchObject({
      status: 201,
      body: { task: { name: 'a', output: { format: 'label' } }, evaluation: { models: ['sim/a'], budget_usd: '1.00' } },
    });
  });

  it('become what a file says by an import into them, and no new version where it says the same', async () => {
    const yaml = (more = '') => `version: 1\nname: a\ndescription: b\ninputs: [{ id: i, text: hello }]\n${more}`;
    const checks = '\nquality_checks: []';
    type Imported = { task: TaskView };
    const { body } = await ask<Imported>('POST', '/tasks/import?wait=0', {
      yaml: yaml(`prompt: "{{input}}"${checks}`),
    });
    const into = `/tasks/import?wait=0&into=${body.task.id}`;
    const same = await ask<Imported>('POST', into, { yaml: yaml(`prompt: "{{input}}"${checks}`) });
    expect(same).toMatchObject({ status: 201, body: { task: { id: body.task.id, version: 1 } } });
    const other = await ask<Imported>('POST', into, { yaml: yaml() });
    expect(other.body.task).toMatchObject({ id: body.task.id, version: 2 });
    expect([body.task.prompt, other.body.task.prompt]).toEqual(['{{input}}', undefined]); // what the file leaves out is gone
    const unknown = '/tasks/import?into=01a20d90-4a02-7a01-949e-2867e50ab497';
    expect(await ask('POST', unknown, { yaml: yaml() })).toMatchObject({ status: 404 });
  });

  it('are imported from promptfoo, with what has no counterpart said before and after', async () => {
    const yaml =
      'prompts: ["{{q}}"]\nproviders: [openrouter:a/b]\ntests:\n  - vars: { q: x }\n    assert: [{ type: equals, value: y }, { type: python, value: z }]\n';
    const notices = [
      { file: 'task.yaml', line: 5, field: 'tests.0.assert.1', about: 'python', message: expect.any(String) },
    ];
    const evaluation = { models: ['a/b'] };
    expect(await ask('POST', '/tasks/import/check', { yaml })).toMatchObject({
      status: 200,
      body: { name: 'task', inputs: 1, evaluation, notices },
    });
    expect(await ask('POST', '/tasks/import?wait=0', { yaml })).toMatchObject({
      status: 201,
      body: { task: { prompt: '{{input}}', quality_checks: [{ name: 'equals' }] }, evaluation, notices },
    });
  });

  it.each(['yaml', 'zip', 'csv', 'jsonl'] as const)('leave as %s and come back the same', async (format) => {
    const inputs = [
      { id: '=1', text: 'a\r\n"b"', gold: { file: 'x' }, group: 'g' },
      { id: 'é', text: ' b ' },
    ];
    const { id } = await create({ inputs, constraints: ['short'], quality_checks: [check] });
    const exported = await fetch(`${running.url}/tasks/${id}/export?format=${format}`);
    expect(exported.headers.get('content-disposition')).toContain(`Standup.${format}`);
    const described = format === 'csv' || format === 'jsonl' ? '&name=Standup&description=d' : '';
    const imported = await fetch(`${running.url}/tasks/import?wait=0${described}`, {
      method: 'POST',
      headers: { 'content-type': exported.headers.get('content-type')! },
      body: await exported.arrayBuffer(),
    });
    expect(imported.status).toBe(201);
    const { task } = (await imported.json()) as { task: TaskView };
    expect((await ask<{ inputs: unknown }>('GET', `/tasks/${task.id}/inputs`)).body.inputs).toEqual(inputs);
    if (described) return;
    const before = (await ask('GET', `/tasks/${id}`)).body;
    const { id: itsOwn, created_at, updated_at } = task;
    expect(task).toEqual({ ...before, id: itsOwn, created_at, updated_at });
  });

  it('name a schema that is there for editors', async () => {
    const { id } = await create({ quality_checks: [] });
    const yaml = await (await fetch(`${running.url}/tasks/${id}/export`)).text();
    const [, url] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(yaml)!;
    const schema = await fetch(url!);
    expect(schema.headers.get('content-type')).toContain('application/schema+json');
    expect(await schema.json()).toMatchObject({
      properties: { inputs: { type: 'array' } },
      additionalProperties: false,
    });
  });

  it('lie in the log without their texts, page by page', async () => {
    type Log = { events: { position: number; type: string }[]; next_cursor: string | null };
    const positions: number[] = [];
    for (let cursor: string | null = '0'; cursor !== null;) {
      const { body }: { body: Log } = await ask<Log>('GET', `/events?limit=3&cursor=${cursor}`);
      expect(JSON.stringify(body)).not.toContain('Ana ships it');
      positions.push(...body.events.map(({ position }) => position));
      cursor = body.next_cursor;
    }
    expect(positions).toEqual(positions.map((_, at) => at + 1));
    expect(positions.length).toBe((await running.runtime.log.head()).position);
  });

  it('are answered from what was written while the rows lag', async () => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('begin');
    await client.query('select from tasks.checkpoints for update');
    try {
      expect(await ask('POST', '/tasks?wait=0', described)).toMatchObject({
        status: 201,
        body: { version: 1, name: 'Standup' },
      });
    } finally {
      await client.query('rollback');
      await client.end();
    }
  });
});
