import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI from 'openai';
import { Faults, faultOf } from './faults.ts';
import { startSimulator, type Seen, type Simulator } from './index.ts';

const messages = [{ role: 'user' as const, content: 'Say Hello to the World' }];

describe('A fault on request', () => {
  let simulator: Simulator;
  const at = (path: string) => `http://127.0.0.1:${simulator.port}/control/${path}`;
  const inject = (faults: object) => fetch(at('faults'), { method: 'POST', body: JSON.stringify(faults) });
  const log = async () => (await fetch(at('log'))).json() as Promise<Record<string, unknown>>;
  const until = async (in_flight: number) => {
    for (let tries = 0; tries < 200 && (await log())['in_flight'] !== in_flight; tries++) await sleep(10);
  };
  const seen = async () => ((await (await fetch(at('requests'))).json()) as Seen[]).at(-1)!;
  const client = () => new OpenAI({ baseURL: simulator.url, apiKey: 'any', maxRetries: 0, logLevel: 'off' });
  const whole = (model = 'sim/quick', signal?: AbortSignal) =>
    client().chat.completions.create({ model, messages }, { signal });
  async function streamed(): Promise<string> {
    let text = '';
    for await (const { choices } of await client().chat.completions.create({
      model: 'sim/quick',
      messages,
      stream: true,
    }))
      text += choices[0]?.delta.content ?? '';
    return text;
  }

  beforeAll(async () => {
    const samples = join(import.meta.dirname, '../../../samples');
    simulator = await startSimulator({ samples, latencyMs: 0 });
  });
  afterAll(() => simulator.close());
  beforeEach(() => fetch(at('log'), { method: 'DELETE' }));

  it('tells some time after its end what an answer cost that broke off', async () => {
    await inject({ cut: 1, cost_after_s: 1_000 });
    await expect(streamed()).rejects.toThrow();
    await until(0);
    const { n, fingerprint, cost_nano_usd } = await seen();
    const told = (id: string) => fetch(`${simulator.url}/generation?id=${id}`);
    const id = `gen-${n}-${fingerprint.slice(0, 8)}`;
    expect((await told(id)).status).toBe(404);
    await inject({ cost_after_s: 0 });
    const { data } = (await (await told(id)).json()) as { data: Record<string, unknown> };
    expect(data).toMatchObject({ id, model: 'sim/quick', native_tokens_prompt: expect.any(Number) as number });
    expect(Math.round(Number(data['total_cost']) * 1e9)).toBe(cost_nano_usd);
    expect(cost_nano_usd).toBeGreaterThan(0);
    expect((await told('gen-99-unknown')).status).toBe(404);
  });

  it('429 says when to come back', async () => {
    await inject({ status429: 1, retry_after_s: 3 });
    const error = (await whole().catch((thrown: unknown) => thrown)) as InstanceType<typeof OpenAI.APIError>;
    expect([error.status, error.headers?.get('retry-after')]).toEqual([429, '3']);
    expect(await seen()).toMatchObject({ status: 429, fault: 'status429', cost_nano_usd: 0 });
  });

  it('500 is a refusal that costs nothing', async () => {
    await inject({ status500: 1 });
    await expect(streamed()).rejects.toMatchObject({ status: 500 });
    expect(await log()).toMatchObject({ by_status: { 500: 1 }, finished: 1, cost_nano_usd: 0 });
  });

  it('hang answers nothing until the caller leaves', async () => {
    await inject({ hang: 1 });
    const abort = new AbortController();
    const asked = whole('sim/quick', abort.signal);
    asked.catch(() => undefined);
    await until(1);
    expect(await log()).toMatchObject({ begun: 1, finished: 0, in_flight: 1 });
    abort.abort();
    await expect(asked).rejects.toThrow();
    await until(0);
    expect(await log()).toMatchObject({ finished: 0, in_flight: 0, by_status: { 499: 1 }, cost_nano_usd: 0 });
  });

  it('cut breaks off after a beginning, which costs', async () => {
    await inject({ cut: 1 });
    let heard = '';
    const listen = async () => {
      const options = { model: 'sim/quick', messages, stream: true } as const;
      for await (const { choices } of await client().chat.completions.create(options))
        heard += choices[0]?.delta.content ?? '';
    };
    await expect(listen()).rejects.toThrow();
    expect(heard).not.toBe('');
    await expect(whole()).rejects.toThrow();
    expect(await log()).toMatchObject({ begun: 2, finished: 0, in_flight: 0, cost_nano_usd: expect.any(Number) });
    expect((await seen()).cost_nano_usd).toBeGreaterThan(0);
  });

  it('malformed cannot be read, streamed or not', async () => {
    await inject({ malformed: 1 });
    await expect(streamed()).rejects.toThrow();
    await expect(whole()).rejects.toThrow();
    expect(await seen()).toMatchObject({ status: 200, fault: 'malformed' });
  });

  it('wrong usage tells tokens that are not charged', async () => {
    await inject({});
    const right = (await whole()).usage!;
    await inject({ wrong_usage: 1 });
    const wrong = (await whole()).usage!;
    expect(wrong.completion_tokens).toBe(right.completion_tokens * 10);
    expect(wrong).toHaveProperty('cost', (right as { cost?: number }).cost);
  });

  it('strikes only the model that it is meant for', async () => {
    await inject({ status500: 1, only_model: 'sim/terse' });
    await expect(whole('sim/terse')).rejects.toMatchObject({ status: 500 });
    await expect(whole('sim/quick')).resolves.toBeDefined();
  });

  it('is refused when it is no probability', async () => {
    expect((await inject({ status500: 2 })).status).toBe(400);
    expect((await inject({ typo: 0.1 })).status).toBe(400);
  });

  it('strikes the same requests for the same seed, about as often as it is asked to', () => {
    const struck = (seed: number) => {
      const faults = Faults.parse({ status429: 0.2, cut: 0.1, seed });
      return Array.from({ length: 2_000 }, (_, n) => faultOf(faults, n + 1, 'sim/quick'));
    };
    expect(struck(5)).toEqual(struck(5));
    expect(struck(6)).not.toEqual(struck(5));
    const share = (kind: string) => struck(5).filter((fault) => fault === kind).length / 2_000;
    expect(Math.abs(share('status429') - 0.2)).toBeLessThan(0.036); // four standard errors
    expect(Math.abs(share('cut') - 0.1)).toBeLessThan(0.027);
  });
});

describe('A caller who leaves', () => {
  it('is charged only for what had begun to be sent', async () => {
    const samples = join(import.meta.dirname, '../../../samples');
    const simulator = await startSimulator({ samples, latencyMs: 1_000 });
    const leave = async (ms: number) => {
      const body = JSON.stringify({ model: 'sim/quick', messages, stream: true });
      const signal = AbortSignal.timeout(ms);
      const heard = fetch(`${simulator.url}/chat/completions`, { method: 'POST', body, signal });
      await heard.then((response) => response.text()).catch(() => undefined);
    };
    await Promise.all([leave(100), leave(750)]);
    await sleep(100);
    const url = `http://127.0.0.1:${simulator.port}/control/requests`;
    const requests = (await (await fetch(url)).json()) as Seen[];
    await simulator.close();
    expect(requests.map(({ status }) => status)).toEqual([499, 499]);
    expect(requests.map(({ cost_nano_usd }) => cost_nano_usd > 0).sort()).toEqual([false, true]);
  });
});
