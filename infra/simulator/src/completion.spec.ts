import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatUsd } from '@taskbench/contracts';
import OpenAI from 'openai';
import { startSimulator, type Seen, type Simulator } from './index.ts';

const samples = join(import.meta.dirname, '../../../samples');
const standup = readFileSync(join(samples, 'meeting-action-items/data/standup.txt'), 'utf8');
const gold = JSON.parse(readFileSync(join(samples, 'meeting-action-items/gold/standup.json'), 'utf8')) as object;
const messages = [{ role: 'user' as const, content: `Extract the action items.\n${standup}` }];

describe('The simulated provider', () => {
  let simulator: Simulator;
  const client = (apiKey = 'any') => new OpenAI({ baseURL: simulator.url, apiKey, maxRetries: 0 });
  const ask = async (model: string, seed: number, content = messages[0]!.content) =>
    (await client().chat.completions.create({ model, seed, messages: [{ role: 'user', content }] })).choices[0]!;
  const control = async <T>(path: string, init?: RequestInit) =>
    (await (await fetch(`http://127.0.0.1:${simulator.port}/control/${path}`, init)).json()) as T;

  beforeAll(async () => void (simulator = await startSimulator({ samples, latencyMs: 0 })));
  afterAll(() => simulator.close());
  beforeEach(() => control('log', { method: 'DELETE' }));

  it('lists its models with prices per token and what they support', async () => {
    const { data } = await client().models.list();
    expect(data.map(({ id }) => id)).toContain('sim/inventive');
    expect(data[0]).toMatchObject({
      id: 'sim/careful',
      context_length: 128_000,
      pricing: { prompt: '0.000003', completion: '0.000015' },
      supported_parameters: expect.arrayContaining(['seed', 'structured_outputs']),
    });
  });

  it('streams an answer that ends with its exact cost', async () => {
    const options = {
      model: 'sim/generator',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    } as const;
    let text = '';
    let usage: { cost?: number; prompt_tokens: number; completion_tokens: number; total_tokens: number } | undefined;
    const ids = new Set<string>();
    for await (const chunk of await client().chat.completions.create(options)) {
      ids.add(chunk.id);
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage ?? usage;
    }
    expect(JSON.parse(text)).toEqual(gold);
    expect([...ids]).toEqual([expect.stringMatching(/^gen-/)]);
    const charged = usage!.prompt_tokens * 3_000 + usage!.completion_tokens * 15_000;
    expect(usage!.total_tokens).toBe(usage!.prompt_tokens + usage!.completion_tokens);
    expect(usage!.cost).toBe(Number(formatUsd(charged)));
    expect(await control('log')).toMatchObject({ cost_nano_usd: charged, finished: 1, in_flight: 0 });
  });

  it('tells a stream no usage that was not asked for', async () => {
    for await (const chunk of await client().chat.completions.create({ model: 'sim/quick', messages, stream: true }))
      expect(chunk.usage).toBeUndefined();
  });

  it('says the same streamed as in one piece, and the same to the same seed', async () => {
    const whole = (await ask('sim/inventive', 4)).message.content;
    let streamed = '';
    const options = { model: 'sim/inventive', messages, seed: 4, stream: true } as const;
    for await (const { choices } of await client().chat.completions.create(options))
      streamed += choices[0]?.delta.content ?? '';
    expect(streamed).toBe(whole);
    expect((await ask('sim/inventive', 4)).message.content).toBe(whole);
  });

  it('says other things to other seeds', async () => {
    const said = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => ask('sim/inventive', seed)));
    expect(new Set(said.map(({ message }) => message.content)).size).toBeGreaterThan(2);
  });

  it('stops at the tokens that it may use', async () => {
    const { choices, usage } = await client().chat.completions.create({
      model: 'sim/careful',
      messages,
      max_tokens: 5,
    });
    expect(choices[0]).toMatchObject({ finish_reason: 'length', message: { content: expect.any(String) } });
    expect(usage?.completion_tokens).toBe(5);
  });

  it('reads a message that comes in parts', async () => {
    const content = [{ type: 'text' as const, text: standup }];
    const { choices } = await client().chat.completions.create({
      model: 'sim/generator',
      messages: [{ role: 'user', content }],
    });
    expect(JSON.parse(choices[0]!.message.content!)).toEqual(gold);
  });

  it('shapes an answer from the prompt of a task that it does not know', async () => {
    const { message } = await ask('sim/quick', 1, 'Like {"concepts": ["text"]}: The Doppler effect and Mach waves');
    expect(JSON.parse(message.content!)).toEqual({ concepts: ['Like', 'The', 'Doppler', 'Mach'] });
    const { message: plain } = await ask('sim/quick', 1, 'first line\n\nsecond line');
    expect(JSON.parse(plain.content!)).toEqual({ items: ['first line', 'second line'] });
  });

  it('refuses one key, unknown models and what is no request, and charges nothing', async () => {
    const refused = (model: string, key?: string) => client(key).chat.completions.create({ model, messages });
    await expect(refused('sim/quick', 'refused')).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
    await expect(refused('sim/nobody')).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
    await expect(refused('__proto__')).rejects.toMatchObject({ status: 404 });
    await expect(client('refused').models.list()).rejects.toMatchObject({ status: 401 });
    const empty = await fetch(`${simulator.url}/chat/completions`, { method: 'POST', body: '{}' });
    expect(empty.status).toBe(400);
    expect(await control('log')).toMatchObject({
      requests: 3,
      by_status: { 401: 1, 404: 2 },
      cost_nano_usd: 0,
      in_flight: 0,
    });
  });

  it('counts requests and money by model, and knows equal requests by their fingerprint', async () => {
    await Promise.all([ask('sim/quick', 1), ask('sim/quick', 1), ask('sim/terse', 2)]);
    const log = await control<{ cost_nano_usd: number; by_model: Record<string, { cost_nano_usd: number }> }>('log');
    expect(log).toMatchObject({
      requests: 3,
      begun: 3,
      finished: 3,
      by_model: { 'sim/quick': { requests: 2, finished: 2 }, 'sim/terse': { requests: 1 } },
      by_status: { 200: 3 },
    });
    const requests = await control<Seen[]>('requests');
    expect(log.cost_nano_usd).toBe(requests.reduce((sum, { cost_nano_usd }) => sum + cost_nano_usd, 0));
    expect(log.cost_nano_usd).toBe(Object.values(log.by_model).reduce((sum, one) => sum + one.cost_nano_usd, 0));
    expect(requests.every(({ input_id, ended_at, at }) => input_id === 'standup' && ended_at! >= at)).toBe(true);
    expect(new Set(requests.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    expect(await control<Seen[]>('requests?since=2')).toHaveLength(1);
  });

  it('takes the latency that it is given, its first token at half of it', async () => {
    const slow = await startSimulator({ samples, latencyMs: 200 });
    const began = performance.now();
    const times: number[] = [];
    const openai = new OpenAI({ baseURL: slow.url, apiKey: 'any' });
    for await (const _ of await openai.chat.completions.create({ model: 'sim/careful', messages, stream: true }))
      times.push(performance.now() - began);
    const after = performance.now() - began;
    await slow.close();
    expect(after).toBeGreaterThanOrEqual(199);
    expect(after - times[0]!).toBeGreaterThan(60); // the first came well before the last
    expect(times[0]).toBeGreaterThanOrEqual(99);
  });
});
