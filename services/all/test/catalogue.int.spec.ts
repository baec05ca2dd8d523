import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CatalogueView, ModelList, Problem, TaskView } from '@taskbench/contracts';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ask, ended, results, start } from './client.ts';
import { within, type TestStack } from './stack.ts';

const pricing = {
  prompt: '0.000001',
  completion: '0.000002',
  request: '0.01',
  overrides: [{ min_prompt_tokens: 500, prompt: '0.000003', completion: '0.00001' }],
};
const listed = [
  { id: 'acme/long', name: 'Acme: Long', supported_parameters: ['max_tokens', 'seed'], pricing },
  { id: '~acme/long-latest', name: 'Acme: Long Latest', alias_target: { slug: 'acme/long' }, pricing },
  { id: 'router/auto', name: 'Auto', pricing: { prompt: '-1', completion: '-1' } },
];

describe('A catalogue with prices', () => {
  let database: FreshDatabase;
  let server: Server;
  let stack: TestStack;
  let promptTokens: number;
  let away = false;
  const requests: Record<string, unknown>[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    server = createServer((request, response) => {
      if (away) return void response.writeHead(503).end();
      if (request.url === '/v1/models') return void response.end(JSON.stringify({ data: listed }));
      let body = '';
      request.on('data', (part) => (body += part));
      request.on('end', () => {
        requests.push(JSON.parse(body) as Record<string, unknown>);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const chunk = (part: object) =>
          response.write(`data: ${JSON.stringify({ id: 'c1', model: 'm', ...part })}\n\n`);
        chunk({ choices: [{ index: 0, delta: { content: '["A"]' }, finish_reason: 'stop' }] });
        chunk({ choices: [], usage: { prompt_tokens: promptTokens, completion_tokens: 100 } });
        response.end('data: [DONE]\n\n');
      });
    });
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

  const task = async () =>
    (await ask<TaskView>(stack, 'POST', '/tasks', { name: 'T', description: 'x'.repeat(600), gold_data: ['A'] })).body
      .id;
  const costOf = async (models: string[], body: object = {}) => {
    const { id } = await start(stack, { task_id: await task(), models, ...body });
    const { status, cost_usd } = await ended(stack, id);
    return { id, status, cost_usd };
  };

  it('costs by the tier that a prompt reached, the request included', async () => {
    promptTokens = 499;
    expect(await costOf(['acme/long'])).toMatchObject({ status: 'completed', cost_usd: '0.010699' });
    promptTokens = 500;
    expect(await costOf(['acme/long'])).toMatchObject({ status: 'completed', cost_usd: '0.0125' });
  });

  it('sets aside the dearest tier that a prompt can reach, so that a budget holds', async () => {
    // Some 1,300 bytes as tokens: 0.0113 with the request at the lower rates, 0.0140 at the higher.
    promptTokens = 100;
    const asked = { max_tokens: 10 };
    expect(await costOf(['acme/long'], { ...asked, budget_usd: '0.0120' })).toMatchObject({
      status: 'budget_exhausted',
    });
    expect(await costOf(['acme/long'], { ...asked, budget_usd: '0.0150' })).toMatchObject({ status: 'completed' });
  });

  it('pins the model that a moving name stands for', async () => {
    const { id } = await costOf(['~acme/long-latest']);
    expect((await results(stack, id)).rows[0]).toMatchObject({ label: '~acme/long-latest', model_id: 'acme/long' });
    expect(requests.at(-1)).toMatchObject({ model: 'acme/long' });
  });

  it('is heeded: what a model does not take is not sent', async () => {
    await costOf(['acme/long', 'router/auto'], { temperature: 0.5, seed: 7 });
    const sent = (model: string) => requests.findLast((request) => request['model'] === model);
    expect(sent('acme/long')).toMatchObject({ seed: 7 });
    expect(sent('acme/long')).not.toHaveProperty('temperature');
    expect(sent('router/auto')).toMatchObject({ temperature: 0.5 }); // it does not say what it takes
  });

  it('refuses a budget for an unknown price, and an unknown name with the likeliest', async () => {
    const body = { task_id: await task(), models: ['router/auto'], budget_usd: '1' };
    expect(await ask<Problem>(stack, 'POST', '/evaluations', body)).toMatchObject({ body: { code: 'unknown-price' } });
    const misspelt = await ask<Problem>(stack, 'POST', '/evaluations', { ...body, models: ['acme/lnog'] });
    expect(misspelt).toMatchObject({ status: 400, body: { code: 'unknown-model', errors: [{ path: 'models.0' }] } });
    expect(misspelt.body.detail).toMatch(/Did you mean acme\/long\b/);
  });

  it('is listed page by page, with prices by token and by million', async () => {
    const { body } = await ask<ModelList>(stack, 'GET', '/models?sort=-input_price&limit=1&provider=acme');
    expect(body).toMatchObject({ found: 2, next_cursor: 'default acme/long', stale: false, notice: null });
    expect(body.models[0]).toMatchObject({
      id: 'acme/long',
      prices: {
        prompt: { per_token: '0.000001', per_million: '1' },
        cached: null,
        request_usd: '0.01',
        tiers: [{ from_prompt_tokens: 500, completion: { per_token: '0.00001', per_million: '10' } }],
      },
    });
    const { body: next } = await ask<ModelList>(
      stack,
      'GET',
      '/models?sort=-input_price&limit=1&provider=acme&cursor=default%20acme/long',
    );
    expect(next).toMatchObject({ models: [{ id: '~acme/long-latest', alias_of: 'acme/long' }], next_cursor: null });
    const { body: router } = await ask<ModelList>(stack, 'GET', '/models?regex=auto');
    expect(router.models).toMatchObject([{ id: 'router/auto', prices: null, free: false }]);
  });

  it('names the place of a bad pattern', async () =>
    expect(await ask<Problem>(stack, 'GET', '/models?regex=ab(c')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'regex', message: 'is not an RE2 pattern: missing closing ) at character 1: ab(c' }] },
    }));

  it('is refreshed on request; where that fails the old one is kept', async () => {
    expect(await ask<CatalogueView>(stack, 'POST', '/models/refresh')).toMatchObject({
      status: 200,
      body: { models: 3, stale: false },
    });
    away = true;
    const { status, body } = await ask<CatalogueView>(stack, 'POST', '/models/refresh');
    expect([status, body]).toEqual([200, expect.objectContaining({ models: 3, stale: true })]);
    expect(body.notice).toMatch(/\/models answers 503\. The list of \d+ seconds? ago is shown\./);
  });
});
