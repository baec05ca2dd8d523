import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { plainProvider, type PlainProvider } from './plain-provider.ts';
import { within, type TestStack } from './stack.ts';
import { terminal } from './terminal.ts';

const KEY = 'sk-0123456789abcdef4f2a';

describe('Connections in the terminal', () => {
  let database: FreshDatabase;
  let stack: TestStack;
  let folder: string;
  let [own, one]: PlainProvider[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    folder = await mkdtemp(join(tmpdir(), 'connections-'));
    [own, one] = [await plainProvider(['shared']), await plainProvider(['shared', 'ones'])];
    const env = { TASKBENCH_MASTER_KEY: 'm'.repeat(32), TASKBENCH_ALLOW_HOSTS: '127.0.0.1' };
    stack = await within({ databaseUrl: database.url, llmBaseUrl: own.url, simulated: false, env });
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    for (const server of [own, one]) server!.close();
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
    await writeFile(
      file,
      'version: 1\nname: named\ndescription: List them.\noutput: { format: json }\ninputs: [{ id: a, text: x, gold: [A] }]\n',
    );
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

  it('that stop answering are found by a test', async () => {
    expect((await run(['connections', 'test', 'One'])).code).toBe(0);
    one!.instead = (_, response) => Boolean(response.writeHead(401).end());
    expect(await run(['connections', 'test', 'One'])).toMatchObject({
      code: 1,
      stdout: `${one!.url} refused the key (401). Check its key.\n`,
    });
  });
});
