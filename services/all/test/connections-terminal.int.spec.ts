import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionList } from '@taskbench/contracts';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { plainProvider, type PlainProvider } from './plain-provider.ts';
import { within, type TestStack } from './stack.ts';
import { terminal } from './terminal.ts';

const KEY = 'sk-0123456789abcdef4f2a';
const TASK =
  'version: 1\nname: named\ndescription: List them.\noutput: { format: json }\ninputs: [{ id: a, text: x, gold: [A] }]\n';

/** Lists these models as they are. */
const listing =
  (data: readonly object[]): NonNullable<PlainProvider['instead']> =>
  (request, response) =>
    request.url === '/v1/models' && Boolean(response.end(JSON.stringify({ data })));

describe('Connections in the terminal', () => {
  let database: FreshDatabase;
  let stack: TestStack;
  let folder: string;
  let [own, one, silent]: PlainProvider[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    folder = await mkdtemp(join(tmpdir(), 'connections-'));
    [own, one, silent] = [
      await plainProvider(['shared']),
      await plainProvider(['shared', 'ones']),
      await plainProvider([]),
    ];
    own.instead = listing([{ id: 'shared', pricing: { prompt: '0.000001', completion: '0.000002' } }]);
    silent.instead = (request, response) => request.url === '/v1/models' && Boolean(response.writeHead(404).end());
    const env = { TASKBENCH_MASTER_KEY: 'm'.repeat(32), TASKBENCH_ALLOW_HOSTS: '127.0.0.1' };
    stack = await within({ databaseUrl: database.url, llmBaseUrl: own.url, simulated: false, env });
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    for (const server of [own, one, silent]) server!.close();
    await rm(folder, { recursive: true });
    await database.drop();
  });

  const run = (args: string[], env = {}, input?: string) =>
    terminal(new URL(stack.baseOf('/')).port, args, { TASKBENCH_HOME: folder, ...env }, input).ended;

  it('are added with a key from a variable or standard input, and tested', async () => {
    const added = await run(['connections', 'add', 'One', one!.url, '--key-from-env', 'MINE'], { MINE: KEY });
    expect(added).toEqual({ code: 0, stdout: 'It answers and lists 2 models.\n', stderr: 'One is added.\n' });
    const piped = await run(['connections', 'add', 'Piped', `${one!.url}/`, '--key-from-stdin'], {}, `${KEY}\n`);
    expect([piped.code, piped.stderr]).toEqual([0, 'Piped is added.\n']);
    expect(new Set(one!.asked)).toEqual(new Set([`GET /v1/models Bearer ${KEY}`]));
    const { stdout } = await run(['connections']);
    expect(stdout).toMatch(/^One\s+http:\/\/127\.0\.0\.1:\d+\/v1\s+…4f2a\s+2/m);
    expect(stdout).not.toContain(KEY);
    expect((await run(['connections', 'remove', 'piped'])).stderr).toBe('Piped is removed, and its key with it.\n');
  });

  it.each([
    [['add', 'One', 'http://127.0.0.1:9/v1'], 2, /^There is a connection of this name already\. Choose another\.$/],
    [['add', 'Two', 'http://10.0.0.1/v1'], 2, /^base_url: leads to an address that is not public\. .*=10\.0\.0\.1\.$/],
    [['add', 'Two', 'http://a/v1', '--key-from-env', 'NONE'], 2, /^NONE is not set\. Nothing was added\.$/],
    [['test', 'Nobody'], 2, /^There is no connection "Nobody", only 127\.0\.0\.1:\d+, One\.$/],
    [['remove', 'default'], 2, /^This connection is set by the environment\./],
  ])('%j is refused in one line', async (args, code, line) => {
    const refused = await run(['connections', ...args]);
    expect([refused.code, refused.stdout]).toEqual([code, '']);
    expect(refused.stderr.trim()).toMatch(line);
  });

  it('are named where two offer a model', async () => {
    const file = join(folder, 'task.yaml');
    await writeFile(file, TASK);
    const evaluate = (...more: string[]) => run(['run', file, '--models', 'shared', '--yes', '--quiet', ...more]);
    const ambiguous = await evaluate();
    expect([ambiguous.code, ambiguous.stderr]).toEqual([
      2,
      expect.stringMatching(/^models\.0: "shared" is offered by 127\.0\.0\.1:\d+ \(default\) and One \(/),
    ]);
    one!.asked.splice(0);
    expect((await evaluate('--connection', 'one')).code).toBe(0);
    expect(one!.asked).toContain(`POST /v1/chat/completions Bearer ${KEY}`);
    expect(own!.asked.filter((line) => line.startsWith('POST'))).toEqual([]);
  });

  it('are asked about at the price of the connection that a model is at', async () => {
    const unknown = /^The price of shared is unknown, so nothing limits the cost\. Nothing was started/;
    const retried = await run(['retry', 'latest']);
    expect([retried.code, retried.stderr]).toEqual([2, expect.stringMatching(unknown)]);
    const extended = await run(['run', join(folder, 'task.yaml'), '--extends', 'latest']);
    expect([extended.code, extended.stderr]).toEqual([2, expect.stringMatching(unknown)]);
    const { connections } = JSON.parse((await run(['connections', '--json'])).stdout) as ConnectionList;
    const wanting = async (connection_id: string) => {
      const file = join(folder, 'wanting.yaml');
      await writeFile(file, `${TASK}evaluation: { models: [{ model_id: shared, connection_id: ${connection_id} }] }\n`);
      return run(['run', file]);
    };
    const at = connections.map(({ id }) => id);
    const [priced, unpriced] = [await wanting(at[0]!), await wanting(at[1]!)];
    expect([priced.code, priced.stderr]).toEqual([0, expect.stringMatching(/^shared +\$1\.00 +\$2\.00$/m)]);
    expect([unpriced.code, unpriced.stderr]).toEqual([2, expect.stringMatching(unknown)]);
  });

  it('that keep no list are meant by what nobody lists, and retried', async () => {
    const file = join(folder, 'task.yaml');
    const misspelt = await run(['run', file, '--models', 'one', '--yes']);
    expect([misspelt.code, misspelt.stderr]).toEqual([
      2,
      'models.0: "one" is in the catalogue of no connection. Did you mean ones?\n',
    ]);
    await run(['connections', 'add', 'Silent', silent!.url]);
    expect((await run(['run', file, '--models', 'bare', '--yes', '--quiet'])).code).toBe(0);
    expect(silent!.asked).toContain('POST /v1/chat/completions Bearer none');
    const named = ['--models', 'elsewhere', '--connection', 'silent'];
    expect((await run(['run', file, ...named, '--yes', '--quiet'])).code).toBe(0);
    expect((await run(['retry', 'latest', '--yes', '--quiet'])).code).toBe(0);
  });

  it('to OpenRouter take its routes, priced where the listed price holds', async () => {
    const openRouter = await plainProvider([]);
    const list = listing([{ id: 'openai/gpt-4o', pricing: { prompt: '0.0000025', completion: '0.00001' } }]);
    openRouter.instead = (request, response) => {
      request.url = new URL(request.url!, openRouter.url).pathname.replace('/api', ''); // it is asked as a proxy
      return list(request, response);
    };
    const database = await freshDatabase();
    const env = { HTTP_PROXY: new URL(openRouter.url).origin };
    const llmBaseUrl = 'http://openrouter.ai/api/v1';
    const stack = await within({ databaseUrl: database.url, llmBaseUrl, simulated: false, env });
    const there = (...args: string[]) =>
      terminal(new URL(stack.baseOf('/')).port, args, { TASKBENCH_HOME: folder }).ended;
    const file = join(folder, 'routed.yaml');
    await writeFile(file, `${TASK}quality_checks: []\n`);
    try {
      const floor = await there('run', file, '--models', 'openai/gpt-4o:floor');
      expect([floor.code, floor.stderr]).toEqual([
        0,
        expect.stringMatching(/^openai\/gpt-4o:floor +\$2\.50 +\$10\.00$/m),
      ]);
      expect((await there('retry', 'latest', '--quiet')).code).toBe(0);
      expect((await there('run', file, '--extends', 'latest', '--quiet')).code).toBe(0);
      const nitro = await there('run', file, '--models', 'openai/gpt-4o:nitro');
      expect([nitro.code, nitro.stderr]).toEqual([
        2,
        expect.stringMatching(/^The price of openai\/gpt-4o:nitro is unknown/),
      ]);
      const misspelt = await there('run', file, '--models', 'openai/gtp-4o');
      expect(misspelt.stderr).toMatch(/ is not in the catalogue of .*\. Did you mean openai\/gpt-4o\?$/m);
    } finally {
      await stack.kill('SIGTERM');
      openRouter.close();
      await database.drop();
    }
  });

  it('that stop answering are found by a test', async () => {
    expect((await run(['connections', 'test', 'One'])).code).toBe(0);
    one!.instead = (_, response) => Boolean(response.writeHead(401).end());
    expect(await run(['connections', 'test', 'One'])).toMatchObject({
      code: 1,
      stdout: `${one!.url} refused the key (401). Check its key.\n`,
    });
  });
});
