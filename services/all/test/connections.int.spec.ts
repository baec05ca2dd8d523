import type {
  ConnectionList,
  ConnectionView,
  EvaluationView,
  ModelList,
  Problem,
  TaskView,
} from '@taskbench/contracts';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import pg from 'pg';
import { ask, ended, sleep, start } from './client.ts';
import { plainProvider, type PlainProvider } from './plain-provider.ts';
import { within, type TestStack } from './stack.ts';

const keys = { own: 'sk-own-0123456789abcdef', one: 'sk-one-0123456789ab4f2a', two: 'sk-two-0123456789abcdef' };

describe('Connections', () => {
  let database: FreshDatabase;
  let stack: TestStack;
  let [own, one, two]: PlainProvider[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    own = await plainProvider(['shared', 'mine']);
    one = await plainProvider(['shared', 'ones', 'both']);
    two = await plainProvider(['both', 'twos']);
    stack = await within({
      databaseUrl: database.url,
      llmBaseUrl: own.url,
      llmApiKey: keys.own,
      simulated: false,
      env: { TASKBENCH_MASTER_KEY: 'm'.repeat(32), TASKBENCH_ALLOW_HOSTS: '127.0.0.1' },
    });
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    for (const server of [own, one, two]) server!.close();
    await database.drop();
  });
  afterEach(async () => {
    for (const server of [own, one, two]) Object.assign(server!, { instead: null, holding: null }).asked.splice(0);
    for (const { id, from } of (await list()).connections)
      if (from === 'api') await ask(stack, 'DELETE', `/connections/${id}`);
  });

  const list = async () => (await ask<ConnectionList>(stack, 'GET', '/connections')).body;
  const refused = async (method: string, path: string, body?: unknown) => {
    const { status, body: problem } = await ask<Problem>(stack, method, path, body);
    return `${status} ${problem.code}: ${problem.detail}`;
  };
  async function added(name: string, base_url: string, key?: string): Promise<ConnectionView> {
    const { status, body } = await ask<ConnectionView>(stack, 'POST', '/connections', {
      name,
      base_url,
      ...(key && { key }),
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  }
  const task = async () =>
    (
      await ask<TaskView>(stack, 'POST', '/tasks', {
        name: 'T',
        description: 'x',
        gold_data: ['A'],
        quality_checks: [],
      })
    ).body.id;
  const evaluate = async (models: unknown[]) =>
    ended(stack, (await start(stack, { task_id: await task(), models })).id);
  const checked = async (models: unknown[]) => refused('POST', '/evaluations/check', { models });

  /** As whoever owns the database may do. */
  async function sql(text: string, values: unknown[]): Promise<void> {
    const owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    await owner.query(text, values);
    await owner.end();
  }
  const byHand = (id: string, base_url: string) =>
    sql(
      'update execution.connections set base_url = $1, origin = $2, revision = revision + 1 where connection_id = $3',
      [base_url, new URL(base_url).origin, id],
    );

  it('show that of the environment, which keeps its key and cannot be changed', async () => {
    const { connections, next_cursor } = await list();
    expect(next_cursor).toBeNull();
    expect(connections).toMatchObject([
      { id: 'default', base_url: own!.url, from: 'environment', simulated: false, key: { set_at: null, ends: null } },
    ]);
    for (const method of ['PATCH', 'DELETE'])
      expect(await refused(method, '/connections/default', method === 'PATCH' ? { key: 'k' } : undefined)).toMatch(
        /^409 set-by-environment: This connection is set by the environment\./,
      );
  });

  it('are added with a key that only its end is ever shown of, and say what one free request brought', async () => {
    const connection = await added('One', `${one!.url}/`, keys.one);
    expect(connection).toMatchObject({
      name: 'One',
      base_url: one!.url,
      from: 'api',
      key: { set_at: expect.any(String), ends: '4f2a' },
      last_answer: null,
      models: null,
    });
    expect(one!.asked).toEqual([]);
    const { body } = await ask<ConnectionView>(stack, 'POST', `/connections/${connection.id}/test`);
    expect(body).toMatchObject({ last_answer: { ok: true, said: 'It answers and lists 3 models.' }, models: 3 });
    expect(one!.asked).toEqual([`GET /v1/models Bearer ${keys.one}`]);

    one!.instead = (_, response) => Boolean(response.writeHead(401).end());
    await ask(stack, 'POST', `/connections/${connection.id}/test`);
    const [, shown] = (await list()).connections;
    expect(shown!.last_answer).toMatchObject({
      ok: false,
      said: `${one!.url} refused the key (401). Check its key.`,
    });
    expect(JSON.stringify(await list())).not.toContain(keys.one.slice(0, -4));
  });

  it('with the same Idempotency-Key are added once', async () => {
    const body = { name: 'One', base_url: one!.url, key: keys.one };
    const post = (more: object) =>
      ask<ConnectionView>(stack, 'POST', '/connections', { ...body, ...more }, { 'idempotency-key': 'again' });
    const [first, second] = [await post({}), await post({})];
    expect([first.status, second.body.id]).toEqual([201, first.body.id]);
    for (const other of [{ name: 'Two' }, { key: keys.two }, { key: undefined }, { base_url: two!.url }])
      expect((await post(other)).status).toBe(422);
    await ask(stack, 'DELETE', `/connections/${first.body.id}`);
    const { body: anew } = await post({ base_url: two!.url, key: keys.two }); // another one, though of this id
    await ask(stack, 'POST', `/connections/${anew.id}/test`);
    expect([anew.id, one!.asked, two!.asked]).toEqual([first.body.id, [], [`GET /v1/models Bearer ${keys.two}`]]);
  });

  it('offer their models side by side; one that two offer has to be told apart', async () => {
    const first = await added('One', one!.url, keys.one);
    const second = await added('Two', two!.url, keys.two);
    const { body } = await ask<ModelList>(stack, 'GET', '/models?search=both');
    expect(body.models.map(({ id, connection_id }) => [id, connection_id])).toEqual([
      ['both', first.id],
      ['both', second.id],
    ]);
    const only = await ask<ModelList>(stack, 'GET', `/models?connection_id=${second.id}`);
    expect(only.body.models.map(({ id }) => id)).toEqual(['both', 'twos']);

    expect(await checked(['mine', 'both'])).toBe(
      `400 ambiguous-model: models.1: "both" is offered by One (${first.id}) and Two (${second.id}). ` +
        `Say which: {"model_id":"both","connection_id":"${first.id}"}.`,
    );
    expect(await checked(['bith'])).toBe(
      '400 unknown-model: models.0: "bith" is in the catalogue of no connection. Did you mean both?',
    );
    expect(await checked([{ model_id: 'both', connection_id: 'nobody' }])).toMatch(
      /^400 unknown-connection: models\.0\.connection_id: there is no connection "nobody", only default /,
    );
    expect(await checked([{ model_id: 'twos', connection_id: first.id }])).toMatch(/^400 unknown-model: /);
  });

  it('are asked for their own models with their own key, and no other is', async () => {
    const first = await added('One', one!.url, keys.one);
    const second = await added('Two', two!.url, keys.two);
    await ask(stack, 'POST', '/models/refresh');
    for (const server of [own, one, two]) server!.asked.splice(0);
    const evaluation = await evaluate([
      'mine',
      { label: 'first', model_id: 'both', connection_id: first.id },
      { label: 'second', model_id: 'both', connection_id: second.id },
    ]);
    expect(evaluation).toMatchObject({ status: 'completed', progress: { answered: 3 } });
    const calls = (server: PlainProvider) => server.asked.filter((line) => line.startsWith('POST'));
    expect(calls(own!)).toEqual([`POST /v1/chat/completions Bearer ${keys.own}`]);
    expect(calls(one!)).toEqual([`POST /v1/chat/completions Bearer ${keys.one}`]);
    expect(calls(two!)).toEqual([`POST /v1/chat/completions Bearer ${keys.two}`]);
  });

  it('lose their key with their scheme, host or port, in the same breath, and say so; not with their path', async () => {
    const other = await plainProvider(['ones'], '127.0.0.1');
    const from = new URL(one!.url).origin;
    for (const base_url of [two!.url, other.url, one!.url.replace('http:', 'https:')]) {
      const { id } = await added('Moving', one!.url, keys.one);
      const patch = (body: object) => ask<ConnectionView>(stack, 'PATCH', `/connections/${id}`, body);
      expect((await patch({ base_url: `${one!.url}/deeper` })).body).toMatchObject({
        key: { ends: '4f2a' },
        notice: null,
      });
      expect((await patch({ base_url: 'http://localhost:1/v1' })).status).toBe(400); // nothing is changed by it
      expect((await patch({ base_url, name: 'Moved' })).body).toMatchObject({
        name: 'Moved',
        key: null,
        notice: `Its key was erased: it was set for ${from}, not for ${new URL(base_url).origin}. Set the key for the new address.`,
      });
      await ask(stack, 'POST', `/connections/${id}/test`);
      expect((await patch({ base_url: one!.url })).body).toMatchObject({ key: null, notice: null }); // it does not come back
      expect((await patch({ base_url, key: keys.two })).body).toMatchObject({ key: { ends: 'cdef' }, notice: null });
      expect((await patch({ key: null })).body).toMatchObject({ key: null });
      await ask(stack, 'DELETE', `/connections/${id}`);
    }
    expect([two!.asked, other.asked]).toEqual([['GET /v1/models no key'], ['GET /v1/models no key']]);
    other.close();
  });

  it('do not open their key where a row was moved by hand: nobody is asked', async () => {
    const { id } = await added('One', one!.url, keys.one);
    await byHand(id, two!.url);
    const { body } = await ask<ConnectionView>(stack, 'POST', `/connections/${id}/test`);
    expect(body.last_answer).toMatchObject({
      ok: false,
      said: `The key of ${two!.url} cannot be opened: the master key is another one. Set its key anew.`,
    });
    expect(two!.asked).toEqual([]);
    await ask(stack, 'PATCH', `/connections/${id}`, { key: keys.two });
    await ask(stack, 'POST', `/connections/${id}/test`);
    expect(two!.asked).toEqual([`GET /v1/models Bearer ${keys.two}`]);
  });

  it('that come to lead to this machine, where nobody allowed it, are not asked', async () => {
    const { id } = await added('One', one!.url);
    const base_url = one!.url.replace('127.0.0.1', 'localhost');
    await byHand(id, base_url); // as a name may that was public when it was given
    const { body } = await ask<ConnectionView>(stack, 'POST', `/connections/${id}/test`);
    const { host } = new URL(base_url);
    expect(body.last_answer?.said).toBe(
      `${base_url} leads to an address that is not public; nothing was sent there. Whoever runs TaskBench may allow it: TASKBENCH_ALLOW_HOSTS=${host}.`,
    );
    expect(await checked([{ model_id: 'ones', connection_id: id }])).toMatch(
      /^400 provider-unavailable: .* No call was made\./,
    );
    expect(one!.asked).toEqual([]);
  });

  it('stay while something uses them; a new key counts from the next request on', async () => {
    const { id } = await added('One', one!.url, keys.one);
    let release!: () => void;
    one!.holding = new Promise<void>((done) => (release = done));
    const models = [{ model_id: 'ones', connection_id: id }];
    const evaluation = await start(stack, { task_id: await task(), models, repetitions: 3, concurrency: 1 });
    expect(await refused('DELETE', `/connections/${id}`)).toMatch(
      /^409 connection-in-use: .*"One", so it cannot be removed\./,
    );
    expect(await refused('PATCH', `/connections/${id}`, { base_url: two!.url })).toMatch(
      /^409 connection-in-use: .*so its address cannot be changed\./,
    );
    const calls = () => one!.asked.filter((line) => line.startsWith('POST'));
    for (let tries = 0; tries < 500 && calls().length < 1; tries++) await sleep(20);
    await ask(stack, 'PATCH', `/connections/${id}`, { key: keys.two });
    release();
    expect(await ended(stack, evaluation.id)).toMatchObject({ status: 'completed', progress: { answered: 3 } });
    expect(calls().map((line) => line.split(' ').at(-1))).toEqual([keys.one, keys.two, keys.two]);
    expect((await ask(stack, 'DELETE', `/connections/${id}`)).status).toBe(200);
    expect(await refused('POST', `/connections/${id}/test`)).toMatch(/^404/);
  });

  it('that are gone take their calls with them: these go to no other', async () => {
    const { id } = await added('One', one!.url, keys.one);
    let release!: () => void;
    one!.holding = new Promise<void>((done) => (release = done));
    const models = [{ model_id: 'shared', connection_id: id }];
    const evaluation = await start(stack, { task_id: await task(), models, repetitions: 2, concurrency: 1 });
    const calls = (server: PlainProvider) => server.asked.filter((line) => line.startsWith('POST')).length;
    for (let tries = 0; tries < 500 && calls(one!) < 1; tries++) await sleep(20);
    await sql('delete from execution.connections where connection_id = $1', [id]);
    release();
    expect((await ended(stack, evaluation.id)).progress).toMatchObject({ answered: 1, failed: 1 });
    expect([calls(one!), calls(own!), calls(two!)]).toEqual([1, 0, 0]);
  });

  it.each([
    [{ base_url: 'localhost:11434/v1' }, /^400 bad-input: base_url: is not an http or https address/],
    [
      { base_url: 'https://me:hush@example.com/v1' },
      /^400 bad-input: base_url: holds a name or password\. .* goes in key\.$/,
    ],
    [{ base_url: 'https://example.com/v1?key=hush' }, /^400 bad-input: base_url: has something behind \?/],
    [{ base_url: 'https://example.com/v1/models' }, /Set base_url=https:\/\/example\.com\/v1\.$/],
    [{ base_url: 'http://[::1]:9/v1' }, /^400 forbidden-address: .*TASKBENCH_ALLOW_HOSTS=\[::1\]:9\.$/],
    [
      { base_url: 'http://169.254.169.254/v1' },
      /^400 forbidden-address: base_url: leads to an address that is not public\./,
    ],
    [{ base_url: 'http://2852039166/v1' }, /^400 forbidden-address/],
    [{ base_url: 'http://localhost:1/v1' }, /^400 forbidden-address/],
    [{ key: 'hush hush' }, /^400 bad-input: key: holds a space or sign that no key has\./],
    [{ key: ' ' }, /^400 bad-input: key: must not be empty/],
    [{ name: '' }, /^400 bad-input: name: must not be empty/],
    [{ kee: 'hush' }, /^400 bad-input: kee: "kee" is no field here/],
  ])('are not added with %j: one line says why, without what may be secret', async (more, line) => {
    const said = await refused('POST', '/connections', { name: 'One', base_url: 'https://example.com/v1', ...more });
    expect(said).toMatch(line);
    expect(said).not.toContain('hush');
    expect((await list()).connections).toHaveLength(1);
  });

  it('have names of their own', async () => {
    await added('One', one!.url);
    expect(await refused('POST', '/connections', { name: 'ONE', base_url: two!.url })).toMatch(/^409 name-taken/);
  });

  it('that cannot be asked keep nobody from the models of others', async () => {
    const away = await plainProvider(['away']);
    const { id } = await added('Away', away.url);
    away.close();
    const { body } = await ask<ModelList>(stack, 'GET', '/models');
    expect(body.models.map(({ id }) => id)).toEqual(['shared', 'mine']);
    expect(body).toMatchObject({ stale: true, notice: expect.stringMatching(/^Away: .* does not answer/) });
    expect(await checked(['away'])).toMatch(/^400 unknown-model: .* does not answer \(nothing listens there\)/);
    expect(await checked([{ model_id: 'away', connection_id: id }])).toMatch(
      /^400 provider-unavailable: .* No call was made\./,
    );
    const { body: evaluation } = await ask<EvaluationView>(stack, 'POST', '/evaluations', {
      task_id: await task(),
      models: ['mine'],
    });
    expect(await ended(stack, evaluation.id)).toMatchObject({ status: 'completed' });
  });
});

describe('The simulated provider beside a connection', () => {
  it('is told apart, and not compared with it', async () => {
    const database = await freshDatabase();
    const [simulated, real] = [await plainProvider(['sim/a']), await plainProvider(['b'])];
    const env = { TASKBENCH_ALLOW_HOSTS: '127.0.0.1', HTTP_PROXY: 'no address' };
    const stack = await within({ databaseUrl: database.url, llmBaseUrl: simulated.url, env });
    const check = (models: string[]) => ask<Problem>(stack, 'POST', '/evaluations/check', { models });
    const add = (name: string, more: object) =>
      ask<ConnectionView & Problem>(stack, 'POST', '/connections', { name, base_url: real.url, ...more });
    try {
      expect((await add('Real', {})).status).toBe(201);
      expect(await check(['sim/a', 'b'])).toMatchObject({
        status: 400,
        body: { code: 'simulated-and-real', errors: [{ path: 'models.1' }] },
      });
      expect((await check(['b'])).status).toBe(200);
      const { body } = await ask<ConnectionList>(stack, 'GET', '/connections');
      expect(body.connections).toMatchObject([
        { id: 'simulated', simulated: true, key: null },
        { name: 'Real', simulated: false, key: null },
      ]);
      expect((await add('Keyed', { key: keys.one })).body.code).toBe('no-master-key');
      // Nobody but a connection that is not on this machine needs the proxy, which is no address.
      const { id } = (await add('Away', { base_url: 'http://provider.invalid/v1' })).body;
      const { body: away } = await ask<ConnectionView>(stack, 'POST', `/connections/${id}/test`);
      expect(away.last_answer?.said).toMatch(/does not answer by way of the proxy\. Check HTTPS_PROXY or HTTP_PROXY/);
    } finally {
      await stack.kill('SIGTERM');
      for (const server of [simulated, real]) server.close();
      await database.drop();
    }
  });
});
