import type { EvaluationView, ModelEntry, Problem, TaskView } from '@taskbench/contracts';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ask, ended, results, start } from './client.ts';
import { recordingProvider, type RecordingProvider } from './recording-provider.ts';
import { within, type TestStack } from './stack.ts';

const gold = { who: 'Ann', what: 'call the bank about the loan' };
const about = {
  name: 'prompts',
  description: 'Find who has to do what.',
  constraints: ['Leave out what is done.'],
  evaluation_criteria: ['CANARY-CRITERION'],
  output: {
    format: 'json',
    items: '$.todo',
    fields: { who: 'exact', what: { match: 'fuzzy', weight: 7 } },
    threshold: 0.77,
  },
  quality_checks: [
    {
      name: 'CANARY-CHECK',
      description: 'CANARY-DESCRIPTION',
      validation_rule: { rule: 'contains', text: 'CANARY-TEXT' },
      severity: 'info',
    },
  ],
  inputs: [
    { id: 'CANARY-ID', text: 'Ann has a bank to call.', gold: { todo: [gold] }, group: 'CANARY-GROUP' },
    { id: 'other', text: 'Nothing.', gold: { todo: [] } },
  ],
  prompts: {
    short: 'Who does what? {{input}}',
    long: '{{description}}\n{{constraints}}\n{{output_format}}\n{{ input }}',
  },
};

describe('Prompts', () => {
  let database: FreshDatabase;
  let provider: RecordingProvider;
  let stack: TestStack;
  let task_id: string;

  beforeAll(async () => {
    database = await freshDatabase();
    const models = [{ id: 'm/plain' }, { id: 'm/schema', supported_parameters: ['temperature', 'structured_outputs'] }];
    provider = await recordingProvider(models, () => ({ content: '{"todo":[]}' }));
    stack = await within({ databaseUrl: database.url, llmBaseUrl: provider.url, simulated: false });
    task_id = (await made(about)).id;
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    await provider.close();
    await database.drop();
  });

  async function made(body: object): Promise<TaskView> {
    const reply = await ask<TaskView>(stack, 'POST', '/tasks', body);
    if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    return reply.body;
  }
  /** Runs to the end; what the provider was sent, by the input's text. */
  async function sent(models: ModelEntry[], more: object = {}) {
    provider.forget();
    const { id } = await start(stack, { task_id, models, ...more });
    expect((await ended(stack, id)).progress.failed).toBe(0);
    return { id, requests: provider.seen() };
  }

  it('by name stand in one evaluation with one model, each with its label and its parameters', async () => {
    const entries: ModelEntry[] = [
      { model_id: 'm/plain', label: 'as it is' },
      {
        model_id: 'm/plain',
        label: 'short',
        prompt: 'short',
        parameters: { temperature: 0.5, max_tokens: 77, top_p: 0.9 },
      },
      { model_id: 'm/plain', label: 'long', prompt: 'long' },
    ];
    const { id, requests } = await sent(entries, { temperature: 0.1 });
    expect((await results(stack, id)).rows.map(({ label }) => label).sort()).toEqual(['as it is', 'long', 'short']);
    const short = requests.filter(({ max_tokens }) => max_tokens === 77);
    expect(short.map(({ messages }) => messages.map(({ content }) => content).join()).sort()).toEqual([
      'Who does what? Ann has a bank to call.',
      'Who does what? Nothing.',
    ]);
    expect(short[0]).toMatchObject({ temperature: 0.5, top_p: 0.9 });
    const long = requests.filter(({ messages }) => messages[0]!.content.startsWith('Find who'));
    expect(long.length).toBe(4);
    for (const { temperature } of long) expect(temperature).toBe(0.1);
    expect(
      long.some(({ messages }) =>
        /^Find who has to do what\.\n- Leave out what is done\.\nAnswer with JSON/.test(messages[0]!.content),
      ),
    ).toBe(true);
  });

  it('show nothing of how outputs are scored', async () => {
    const { requests } = await sent(['m/plain', { model_id: 'm/plain', label: 'l', prompt: 'long' }, 'm/schema']);
    expect(requests.length).toBe(6);
    const all = JSON.stringify(requests);
    expect(all).not.toMatch(/CANARY|0\.77|threshold|fuzzy|exact|weight|loan|gold|other"/);
  });

  it('that the task does not have are refused, and so is a variable that there is not', async () => {
    const unknown = await ask<Problem>(stack, 'POST', '/evaluations', {
      task_id,
      models: [{ model_id: 'm/plain', prompt: 'shrt' }],
    });
    expect([unknown.status, unknown.body.errors]).toEqual([
      400,
      [{ path: 'models.0.prompt', message: 'this task has no prompt "shrt"; it has long, short' }],
    ]);
    const wrong = await ask<Problem>(stack, 'PATCH', `/tasks/${task_id}`, {
      prompts: { a: '{{input}} {{inptu}}', b: 'x' },
    });
    expect([wrong.status, wrong.body.errors?.map(({ path }) => path)]).toEqual([400, ['prompts.a', 'prompts.b']]);
  });

  it('that hold a right answer stop the start with its place, unless the person goes on', async () => {
    const leaking = await made({
      ...about,
      prompt: 'Be short.\nFor example: Call the bank about the loan.\n{{input}}',
    });
    provider.forget();
    const body = { task_id: leaking.id, models: ['m/plain'] };
    const stopped = await ask<Problem>(stack, 'POST', '/evaluations', body);
    expect([stopped.status, stopped.body.code]).toEqual([400, 'gold-in-prompt']);
    expect(stopped.body.errors).toEqual([
      {
        path: 'prompt',
        message:
          'the right answer of input "CANARY-ID" stands in line 2 of the task\'s prompt: "For example: Call the bank about the loan.". Take it out, or say allow_leaks.',
      },
    ]);
    const other = await start(stack, { task_id: leaking.id, models: [{ model_id: 'm/plain', prompt: 'short' }] });
    expect(other.leaks).toBe(0);
    await ended(stack, other.id);
    expect(provider.seen().length).toBe(2);
    const allowed = await start(stack, { ...body, allow_leaks: true });
    expect((await ask<EvaluationView>(stack, 'GET', `/evaluations/${allowed.id}`)).body.leaks).toBe(1);
    await ended(stack, allowed.id);
  });

  it('that hold two right answers in words of their own stop the start as one does', async () => {
    const golds = ['The island was found by Captain Ruiz in the spring', 'The lease ends on the first of May'];
    const told = await made({
      name: 'told',
      description: 'Answer in a sentence.',
      output: { format: 'text' },
      quality_checks: about.quality_checks,
      inputs: golds.map((gold, at) => ({ id: `q${at}`, text: `Question ${at}?`, gold })),
      prompt: `${golds[0]}. {{input}}`,
      prompts: { both: `${golds.join('. ')}. {{input}}` },
    });
    for (const prompt of [undefined, 'both']) {
      const models = [{ model_id: 'm/plain', ...(prompt && { prompt }) }];
      const { body } = await ask<Problem>(stack, 'POST', '/evaluations', { task_id: told.id, models });
      expect([body.code, body.errors?.length]).toEqual(['gold-in-prompt', prompt ? 2 : 1]);
    }
  });

  it('go with a schema of the answer to models that take one, unless that is off', async () => {
    const formats = async (more: object) =>
      (await sent(['m/plain', 'm/schema'], more)).requests.map(({ model, response_format }) => [
        model,
        response_format?.json_schema ?? null,
      ]);
    const item = {
      type: 'object',
      properties: { who: { type: ['string', 'null'] }, what: { type: ['string', 'null'] } },
      required: ['what', 'who'],
      additionalProperties: false,
    };
    const schema = {
      type: 'object',
      properties: { todo: { type: 'array', items: item } },
      required: ['todo'],
      additionalProperties: false,
    };
    const answer = { name: 'answer', schema };
    for (const [model, sent] of await formats({})) expect(sent).toEqual(model === 'm/schema' ? answer : null);
    for (const [, sent] of await formats({ structured_output: 'off' })) expect(sent).toBeNull();
    const fields = { who: 'text', what: 'fuzzy' };
    const sure = await made({ ...about, name: 'sure', output: { ...about.output, fields } });
    for (const [model, sent] of await formats({ task_id: sure.id }))
      expect(sent).toEqual(model === 'm/schema' ? { ...answer, strict: true } : null);
  });
});
