import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { json } from 'node:stream/consumers';
import { AttemptError, Guard, openAiProvider, type Answer, type Ask } from './index.ts';

const samples = join(import.meta.dirname, '../../../samples');
const question: Ask = {
  model_id: 'sim/careful',
  messages: [{ role: 'user', content: 'Name the people: Ana met Bob and Cleo in Rome, Oslo and Bonn. '.repeat(5) }],
  max_tokens: 4_096,
  seed: 1,
};
const late = { timeoutMs: 600, firstTokenMs: 300 };

describe('An answer of the simulated provider', () => {
  let simulator: Simulator;
  const ask = (more: Partial<Ask> = {}, deadlines = late) =>
    openAiProvider({ baseUrl: simulator.url, apiKey: 'any', ...deadlines }).ask({ ...question, ...more });
  const control = (path: string, init: RequestInit) =>
    fetch(`http://127.0.0.1:${simulator.port}/control/${path}`, init);
  const inject = (faults: object) => control('faults', { method: 'POST', body: JSON.stringify(faults) });
  const failure = async (faults: object) => {
    await inject(faults);
    const error: unknown = await ask().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AttemptError);
    const { reason, details } = error as AttemptError;
    return [reason, details.retryable, details.http_status, details.may_have_cost] as const;
  };
  const output = async (faults: object, more: Partial<Ask> = {}): Promise<Answer> => {
    await inject(faults);
    return ask(more);
  };

  beforeAll(async () => void (simulator = await startSimulator({ samples, latencyMs: 40 })));
  afterAll(() => simulator.close());

  it('comes with who served it, what it used, and its first token before its end', async () => {
    const answer = await output({});
    expect(answer).toMatchObject({
      mark: 'shaped',
      finish_reason: 'stop',
      served_model: 'sim/careful',
      provider: 'Simulated',
      system_fingerprint: 'fp_simulated_shaped', // a task that it does not know
      generation_id: expect.stringMatching(/^gen-/),
      usage_state: 'told',
      spent_for_ms: null,
    });
    expect(answer.usage.first_token_ms).toBeGreaterThan(0);
    expect(answer.usage.first_token_ms).toBeLessThan(answer.usage.latency_ms);
  });

  it('is timed from when it left to when it was in, whatever this process does before', async () => {
    await inject({});
    const asked = ask({}, { timeoutMs: 5_000, firstTokenMs: 5_000 });
    const until = performance.now() + 400;
    while (performance.now() < until); // nothing can be sent meanwhile
    expect((await asked).usage.latency_ms).toBeLessThan(300);
  });

  it.each([
    ['status401', ['refused_key', false, 401, false]],
    ['status402', ['no_credit', false, 402, false]],
    ['status404', ['unknown_model', false, 404, false]],
    ['status429', ['rate_limited', true, 429, false]],
    ['status500', ['server_error', true, 500, false]],
    ['hang', ['first_token_timeout', true, null, true]],
    ['stall', ['timeout', true, null, true]],
    ['cut', ['cut_stream', true, 200, true]],
    ['malformed', ['malformed', true, 200, true]],
    ['malformed_body', ['malformed', true, 200, true]],
    ['error_inside', ['error_in_answer', true, 200, true]],
    ['no_choices', ['no_choices', true, 200, true]],
    ['null_content', ['empty_answer', true, 200, true]],
    ['length_empty', ['length', false, 200, true]],
    ['filtered', ['refusal', false, 200, true]],
  ])('that is struck by %s is told apart', async (fault, expected) =>
    expect(await failure({ [fault]: 1 })).toEqual(expected),
  );

  it('is an output with a mark when it was cut at its most tokens', async () => {
    expect(await output({ length: 1 })).toMatchObject({ mark: 'length', finish_reason: 'length' });
    expect(await output({}, { max_tokens: 2 })).toMatchObject({ mark: 'length', text: expect.stringMatching(/./) });
  });

  it('is an output with a mark when the model declines in words', async () =>
    expect(await output({ refusal: 1 })).toMatchObject({ mark: 'refusal', text: 'I cannot help with that.' }));

  it.each([
    ['no_usage', 'missing'],
    ['negative_usage', 'implausible'],
    ['absurd_usage', 'implausible'],
  ])('with %s keeps its text, and its tokens are unknown', async (fault, state) => {
    const { usage, usage_state, text } = await output({ [fault]: 1 });
    expect([usage.prompt_tokens, usage.completion_tokens, usage_state]).toEqual([null, null, state]);
    expect(text).not.toBe('');
    if (fault !== 'no_usage') expect(usage.reported_nano).toBeGreaterThan(0); // what is charged is told apart
  });

  it('that tells more tokens than bytes came is counted as told, and marked: there may be thoughts behind it', async () => {
    const { usage, usage_state } = await output({ wrong_usage: 1 });
    expect([usage_state, usage.completion_tokens! > 100]).toEqual(['unexplained', true]);
  });

  it('that is refused says when to come back, in seconds or as a date', async () => {
    const wait = async (faults: object) => {
      await inject({ status429: 1, ...faults });
      return ((await ask().catch((thrown: unknown) => thrown)) as AttemptError).details.retry_after_ms;
    };
    expect(await wait({ retry_after_s: 3 })).toBe(3_000);
    expect(await wait({})).toBeNull();
    const untilDate = (await wait({ retry_after_s: 3, retry_after_date: true }))!;
    expect(untilDate).toBeGreaterThan(2_900);
    expect(untilDate).toBeLessThanOrEqual(4_000);
  });

  it('that uses up a limit says until when', async () => {
    await control('log', { method: 'DELETE' });
    await inject({ quota: { requests: 2, window_s: 30 } });
    expect((await ask()).spent_for_ms).toBeNull();
    const spent = (await ask()).spent_for_ms!;
    expect(spent).toBeGreaterThan(25_000);
    const error = (await ask().catch((thrown: unknown) => thrown)) as AttemptError;
    expect([error.reason, error.details.retry_after_ms! > 25_000]).toEqual(['rate_limited', true]);
  });
});

describe('An answer of any server', () => {
  let server: Server;
  let body = '';
  let type = 'text/event-stream';
  let status = 200;
  let headers: Record<string, string> = {};
  let hangUp = false;
  let sent: unknown;
  const port = () => (server.address() as AddressInfo).port;
  const ask = (more: Partial<Ask> = {}, apiKey = '') =>
    openAiProvider({ baseUrl: `http://127.0.0.1:${port()}/v1`, apiKey, ...late }).ask({ ...question, ...more });
  const failure = async () => {
    const error = (await ask().catch((thrown: unknown) => thrown)) as AttemptError;
    return [error.reason, error.details.retryable, error.details.http_status];
  };
  const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
  const says = (content: unknown, finish_reason: string | null = null) =>
    event({ id: 'g1', model: 'm', choices: [{ index: 0, delta: { content }, finish_reason }] });

  beforeAll(async () => {
    server = createServer((request, response) => {
      void json(request).then((asked) => {
        sent = asked;
        if (hangUp) return request.socket.destroy();
        response.writeHead(status, { 'content-type': type, ...headers });
        response.end(body);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => void ([body, type, status, headers, hangUp] = ['', 'text/event-stream', 200, {}, false]));

  it('may come in one piece where streaming is not known', async () => {
    type = 'application/json; charset=utf-8';
    body = JSON.stringify({ id: 'g', model: 'm', choices: [{ message: { content: 'Ana' }, finish_reason: 'stop' }] });
    expect(await ask()).toMatchObject({ text: 'Ana', finish_reason: 'stop', usage_state: 'missing' });
  });
  it('is an error in one piece with 200', async () => {
    type = 'application/json';
    body = JSON.stringify({ error: { code: 402, message: 'Insufficient credits' } });
    expect(await failure()).toEqual(['no_credit', false, 200]);
  });
  it("is an error in mid-stream by OpenRouter's code: a limit is a limit", async () => {
    const error = { code: 429, message: 'Rate limited upstream' };
    body = says('An') + event({ id: 'g1', error, choices: [{ delta: { content: '' }, finish_reason: 'error' }] });
    expect(await failure()).toEqual(['rate_limited', true, 200]);
    body = says('An') + says('', 'error');
    expect(await failure()).toEqual(['error_in_answer', true, 200]);
  });
  it('that a content filter declined is a refusal, not a refused key', async () => {
    [status, type] = [403, 'application/json'];
    const metadata = { reasons: ['violence'], flagged_input: 'He hit …', provider_name: 'OpenAI' };
    body = JSON.stringify({ error: { code: 403, message: 'Your input was flagged.', metadata } });
    expect(await failure()).toEqual(['refusal', false, 403]);
    body = JSON.stringify({ error: { code: 'content_policy_violation', message: 'Declined.' } });
    expect(await failure()).toEqual(['refusal', false, 403]);
    body = JSON.stringify({ error: { code: 403, message: 'This key is disabled.' } });
    expect(await failure()).toEqual(['refused_key', false, 403]);
  });
  it('is no answer when it is a web page', async () => {
    [type, body] = ['text/html', '<html>Sign in to the Wi-Fi</html>'];
    expect(await failure()).toEqual(['malformed', true, 200]);
  });
  it('is no answer when its events are no objects, or it has none', async () => {
    body = 'data: null\n\n';
    expect(await failure()).toEqual(['malformed', true, 200]);
    body = 'data: [DONE]\n\n';
    expect(await failure()).toEqual(['cut_stream', true, 200]);
  });
  it('counts without its last line, and not without its end', async () => {
    body = says('Ana') + says('', 'stop');
    expect(await ask()).toMatchObject({ text: 'Ana' });
    body = `${says('Ana')}data: [DONE]\n\n`;
    expect(await failure()).toEqual(['cut_stream', true, 200]);
  });
  it('may come in parts, after thoughts that are no part of it', async () => {
    body =
      event({ choices: [{ delta: { reasoning: 'Let me see. '.repeat(40) } }] }) +
      says([{ type: 'text', text: 'Ana' }], 'stop') +
      event({ choices: [], usage: { prompt_tokens: 90, completion_tokens: 100 } });
    expect(await ask()).toMatchObject({ text: 'Ana', usage_state: 'told', usage: { completion_tokens: 100 } });
  });
  it('whose cost is no amount has an unknown cost', async () => {
    for (const cost of [-1, 'free', 1e300, {}]) {
      body = says('Ana', 'stop') + event({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 1, cost } });
      expect((await ask()).usage.reported_nano).toBeNull();
    }
  });
  it('that never came may have been charged, unless no connection was made', async () => {
    hangUp = true;
    const error = (await ask().catch((thrown: unknown) => thrown)) as AttemptError;
    expect([error.reason, error.details.may_have_cost]).toEqual(['connection', true]);
    const closed = createServer();
    await new Promise<void>((done) => closed.listen(0, '127.0.0.1', done));
    const { port: gone } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    const nobody = openAiProvider({ baseUrl: `http://127.0.0.1:${gone}/v1`, apiKey: '', ...late });
    const unsent = (await nobody.ask(question).catch((thrown: unknown) => thrown)) as AttemptError;
    expect([unsent.reason, unsent.details.may_have_cost]).toEqual(['connection', false]);
  });
  it.each([
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after-ms': '1500', 'retry-after': '2' }, 1_500],
    [{ 'x-ratelimit-reset-requests': '1m30.5s' }, 90_500],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': new Date(0).toUTCString() }, 0],
  ])('that is refused with %j is to come back in %s ms', async (told, ms) => {
    [status, headers] = [429, told];
    const error = (await ask().catch((thrown: unknown) => thrown)) as AttemptError;
    expect(error.details.retry_after_ms).toBe(ms);
  });
  it("reads OpenRouter's reset, ms since 1970", async () => {
    [status, headers] = [429, { 'x-ratelimit-reset': String(Date.now() + 20_000) }];
    const error = (await ask().catch((thrown: unknown) => thrown)) as AttemptError;
    expect(error.details.retry_after_ms).toBeGreaterThan(15_000);
    expect(error.details.retry_after_ms).toBeLessThanOrEqual(20_000);
  });
  it('whose name is the key that was sent is told without it, also where it failed', async () => {
    const key = 'sk-0123456789/abcdef';
    const named = (finish_reason: string | null) =>
      event({ id: key, choices: [{ delta: { content: 'A' }, finish_reason }] });
    body = named('stop');
    expect((await ask({}, key)).generation_id).toBe('[key]');
    for (const failing of [
      named(null),
      named('error'),
      named(null) + event({ error: { code: 500 } }),
      named(null) + 'data: {\n\n',
    ]) {
      body = failing;
      const error = (await ask({}, key).catch((thrown: unknown) => thrown)) as AttemptError;
      expect([error.name, error.details.generation_id, JSON.stringify(error).includes(key)]).toEqual([
        'AttemptError',
        '[key]',
        false,
      ]);
    }
  });
  it("is limited by the name that OpenAI's newer models take, at its own address only", async () => {
    body = says('Ana', 'stop');
    await ask({ max_tokens: 77 });
    expect(sent).toMatchObject({ max_tokens: 77 });
    expect(sent).not.toHaveProperty('max_completion_tokens');
    const baseUrl = `http://api.openai.com:${port()}/v1`;
    const here = new Guard(
      baseUrl,
      () => true,
      (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    );
    await openAiProvider({ baseUrl, apiKey: '', guard: here, ...late }).ask({ ...question, max_tokens: 77 });
    expect(sent).toMatchObject({ max_completion_tokens: 77 });
    expect(sent).not.toHaveProperty('max_tokens');
  });
  it('is asked for after a schema, strictly where that is said', async () => {
    body = says('Ana', 'stop');
    for (const schema of [
      { name: 'answer', strict: true, schema: { type: 'object' } },
      { name: 'check_set', schema: {} },
    ] as const) {
      await ask({ schema });
      expect(sent).toMatchObject({ response_format: { type: 'json_schema', json_schema: schema } });
      expect((sent as { response_format: { json_schema: object } }).response_format.json_schema).toEqual(schema);
    }
  });
});
