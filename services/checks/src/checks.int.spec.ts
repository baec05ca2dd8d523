import {
  canonical,
  CallAnswered,
  CallFailed,
  CallUnscored,
  OutputSpec,
  RulesView,
  TaskCreated,
  TaskRevised,
  type QualityCheck,
  type Stored,
  type TaskDefinition,
} from '@taskbench/contracts';
import { boot, readConfig, resourceId, type Running } from '@taskbench/service-kit';
import { freshDatabase, testServers, type FreshDatabase } from '@taskbench/testing';
import { checks } from './checks.module.ts';

const definition: TaskDefinition = {
  name: 'Standup',
  description: 'Extract',
  output: OutputSpec.parse({}),
  inputs: [],
};
const given = [{ name: 'JSON', description: '', severity: 'info', validation_rule: { rule: 'valid_json' } }];
const usage = {
  prompt_tokens: 1,
  completion_tokens: 1,
  cached_tokens: 0,
  reported_nano: 1,
  first_token_ms: 1,
  latency_ms: 1,
};

let database: FreshDatabase;
let running: Running;

const start = (env: Record<string, string>) =>
  boot([checks], {
    relay: true,
    config: readConfig({ PORT: '0', DATABASE_URL: database.url, NATS_URL: testServers().natsUrl, ...env }),
  });
const restart = async (env: Record<string, string>) => {
  await running.close();
  running = await start(env);
};

beforeAll(async () => {
  database = await freshDatabase();
  running = await start({ TASKBENCH_SIMULATED: '1' });
});
afterAll(async () => {
  await running.close();
  await database.drop();
});

/** Appends a task's first or second version; answers what its call's events have in common. */
async function task(source: 'generate' | 'given' | 'none', task_version = 1, task_id = resourceId('test')) {
  const { log, texts } = running.runtime;
  const manifest = await texts.seal(task_id, canonical(definition));
  const own = await texts.seal(task_id, canonical(given));
  const data = {
    task_id,
    task_version,
    name: 'Standup',
    manifest: manifest.digest,
    inputs: 0,
    checks: source,
    given_checks: source === 'given' ? own.digest : null,
  };
  const fact = task_version === 1 ? TaskCreated({ ...data, request: manifest.digest }) : TaskRevised(data);
  const entry = { stream: `task-${task_id}`, expected: task_version - 1, facts: [fact], correlation: task_id };
  await log.append({ ...entry, texts: source === 'given' ? [manifest, own] : [manifest] });
  const call = {
    call_id: `${task_id}-g${task_version}`,
    evaluation_id: null,
    task_id,
    label: 'm',
    input_id: '',
    repetition: 0,
  };
  return { ...call, phase: 'check_generation' as const, payer: task_id };
}
type Call = Awaited<ReturnType<typeof task>>;

/** The task's check set once it has so many events. */
async function events({ task_id }: Call, count: number): Promise<Stored[]> {
  for (const until = Date.now() + 10_000; Date.now() < until;) {
    const found = await running.runtime.log.stream(`check_set-${task_id}`);
    if (found.length >= count) return found;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`The check set has not come to ${count} events.`);
}

async function answered(call: Call, text: string) {
  const { log, texts } = running.runtime;
  const output = await texts.seal(call.task_id, text);
  const told = { attempt: 1, usage, finish_reason: 'stop', served_model: null, generation_id: null };
  const facts = [CallAnswered({ ...call, ...told, output: output.digest })];
  await log.append({ stream: `call-${call.call_id}`, expected: 0, facts, correlation: call.task_id, texts: [output] });
}

describe('The checks of a task', () => {
  it('are asked for with a prompt under the task, and read from the answer', async () => {
    const call = await task('generate');
    const [asked] = await events(call, 1);
    expect(asked).toMatchObject({
      type: 'GenerationAsked',
      data: { call_id: call.call_id, model_id: 'sim/generator', task_version: 1 },
    });
    const { prompt, prompt_bytes } = asked!.data as { prompt: string; prompt_bytes: number };
    const text = await running.runtime.texts.one(call.task_id, prompt);
    expect(Buffer.byteLength(text)).toBe(prompt_bytes);
    expect(text).toContain('The task "Standup"');

    await answered(
      call,
      '```json\n' + JSON.stringify({ checks: [...given, { name: 'x', validation_rule: { rule: 'no' } }] }) + '\n```',
    );
    const [, made] = await events(call, 2);
    expect(made).toMatchObject({
      type: 'ChecksGenerated',
      correlation: call.task_id,
      data: { task_version: 1, count: 1, dropped: 1 },
    });
    const kept = JSON.parse(
      await running.runtime.texts.one(call.task_id, (made!.data as { checks: string }).checks),
    ) as QualityCheck[];
    expect(kept).toEqual([{ ...given[0], state: 'candidate' }]);
  });

  it('are asked for again for a new version', async () => {
    const call = await task('generate');
    await events(call, 1);
    const next = await task('generate', 2, call.task_id);
    expect((await events(call, 2))[1]).toMatchObject({
      type: 'GenerationAsked',
      data: { call_id: next.call_id, task_version: 2 },
    });
    await answered(next, JSON.stringify({ checks: given }));
    expect((await events(call, 3))[2]).toMatchObject({ type: 'ChecksGenerated', data: { task_version: 2 } });
  });

  it.each([
    ['unreadable', (call: Call) => answered(call, 'I cannot.')],
    ['too_few', (call: Call) => answered(call, '{"checks":[]}')],
    ['call_failed', (call: Call) => settle(call, CallFailed({ ...call, reason: 'timeout', attempts: 4 }))],
    ['unscored', (call: Call) => settle(call, CallUnscored({ ...call, reason: 'budget' }))],
  ] as const)('fail as %s', async (reason, happens) => {
    const call = await task('generate');
    await events(call, 1);
    await happens(call);
    expect((await events(call, 2))[1]).toMatchObject({
      type: 'ChecksGenerationFailed',
      data: { task_version: 1, reason },
    });
  });

  it('are those that a person gave, or none', async () => {
    const own = await task('given');
    const [provided] = await events(own, 1);
    expect(provided).toMatchObject({ type: 'ChecksProvided', data: { count: 1, checks: expect.any(String) } });
    expect((await events(await task('none'), 1))[0]).toMatchObject({
      type: 'ChecksProvided',
      data: { count: 0, checks: null },
    });
  });

  it('are asked of the newest Sonnet on OpenRouter, of the model that is set, and elsewhere of none', async () => {
    await restart({});
    expect((await events(await task('generate'), 1))[0]).toMatchObject({
      type: 'GenerationAsked',
      data: { model_id: null },
    });
    await restart({ LLM_BASE_URL: 'http://localhost:11434/v1', TASKBENCH_GENERATOR_MODEL: 'mine' });
    expect((await events(await task('generate'), 1))[0]).toMatchObject({ data: { model_id: 'mine' } });
    await restart({ LLM_BASE_URL: 'http://localhost:11434/v1' });
    expect((await events(await task('generate'), 1))[0]).toMatchObject({
      type: 'ChecksGenerationFailed',
      data: { reason: 'no_generator' },
    });
  });

  it('are made of rules that everybody can read', async () => {
    const { rules } = RulesView.parse(await (await fetch(`${running.url}/quality-checks/rules`)).json());
    expect(rules.length).toBeGreaterThan(45);
    expect(rules.find(({ rule }) => rule === 'word_count')).toMatchObject({
      family: 'text',
      parameters: { type: 'object', properties: { min: { type: 'integer' }, max: { type: 'integer' } } },
      example: { rule: 'word_count', min: 100, max: 200 },
    });
  });
});

const settle = ({ call_id, task_id }: Call, fact: ReturnType<typeof CallFailed | typeof CallUnscored>) =>
  running.runtime.log.append({ stream: `call-${call_id}`, expected: 0, facts: [fact], correlation: task_id });
