import type { CallList, CallView, CostsView, EvaluationView, Problem, TaskView } from '@taskbench/contracts';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import type { z } from 'zod';
import { ask, ended, results, sleep, start } from './client.ts';
import { recordingProvider, type RecordingProvider, type SentRequest } from './recording-provider.ts';
import { apart, within, type TestStack } from './stack.ts';

const CONTEXT = 1_000;
const PRICE = 0.000001;
const PRICE_OF_REQUEST = 0.00001;
const people = Array.from({ length: 30 }, (_, at) => `Person${at}`);
/** About five times what the model takes. */
const document = people
  .map(
    (who, at) =>
      `${who} has to sign form ${at}.\n${`Nothing else of note was said on day ${at} of the meeting. `.repeat(12)}`,
  )
  .join('\n\n');
const gold = { todo: people.map((who) => ({ who })) };

describe('An input that is too long for a model', () => {
  let database: FreshDatabase;
  let provider: RecordingProvider;
  let stack: TestStack;
  let task_id: string;
  const options = () => ({ databaseUrl: database.url, llmBaseUrl: provider.url, simulated: false });
  const textOf = ({ messages }: SentRequest) => messages.map(({ content }) => content).join('\n');
  const requests = () => provider.seen().map(textOf);
  let failing: (text: string) => boolean = () => false;
  let silent: (text: string) => boolean = () => false;
  let babbling: (text: string) => boolean = () => false;

  beforeAll(async () => {
    database = await freshDatabase();
    const pricing = { prompt: String(PRICE), completion: String(PRICE), request: String(PRICE_OF_REQUEST) };
    // Finds whoever has to sign; tells what it used, and refuses what does not fit.
    provider = await recordingProvider([{ id: 'm/short', context_length: CONTEXT, pricing }], async (request) => {
      const text = textOf(request);
      while (silent(text)) await sleep(20);
      if (text.length / 5 + request.max_tokens > CONTEXT || failing(text)) return null;
      if (babbling(text)) return { content: 'Sorry, I cannot help.' };
      const found = [...text.matchAll(/(Person\d+) has to sign|"who":"(Person\d+)"/g)].map(([, a, b]) => a ?? b);
      const content = JSON.stringify({ todo: [...new Set(found)].map((who) => ({ who })) });
      return { content, usage: { prompt_tokens: 100, completion_tokens: 10 } };
    });
    stack = await within(options());
    const { body } = await ask<TaskView>(stack, 'POST', '/tasks', {
      name: 'long',
      description: 'Find who has to sign.',
      output: { items: '$.todo', fields: { who: 'exact' } },
      quality_checks: [],
      inputs: [
        { id: 'long', text: document, gold },
        { id: 'short', text: 'Person1 has to sign.', gold: { todo: [{ who: 'Person1' }] } },
      ],
    });
    task_id = body.id;
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    provider.close();
    await database.drop();
  });

  async function run(more: object): Promise<{ evaluation: EvaluationView; call: CallView }> {
    provider.forget();
    const { id } = await start(stack, { task_id, models: ['m/short'], max_tokens: 200, ...more });
    return { evaluation: await ended(stack, id), call: await longCall(id) };
  }

  async function longCall(id: string): Promise<CallView> {
    const { body } = await ask<z.infer<typeof CallList>>(stack, 'GET', `/evaluations/${id}/calls`);
    const row = body.calls.find(({ input_id }) => input_id === 'long')!;
    return (await ask<CallView>(stack, 'GET', `/calls/${row.call_id}`)).body;
  }

  it('stops the start before anything is sent, named with what to do', async () => {
    provider.forget();
    const { status, body } = await ask<Problem>(stack, 'POST', '/evaluations', { task_id, models: ['m/short'] });
    expect([status, body.code]).toEqual([400, 'input-too-long']);
    expect(body.errors).toEqual([
      {
        path: 'models.0',
        message: expect.stringMatching(
          /^input "long" makes a prompt of about \d{4} tokens, and "m\/short" takes 800 .*join or merge\.$/,
        ),
      },
    ]);
    expect(requests()).toEqual([]);
  });

  it('is asked in parts whose answers are joined, and all of them are counted, paid and shown', async () => {
    const { evaluation, call } = await run({ long_inputs: 'join', budget_usd: '1' });
    expect(evaluation).toMatchObject({ status: 'completed', progress: { planned: 2, answered: 2, failed: 0 } });
    expect((await results(stack, evaluation.id)).rows[0]).toMatchObject({
      f1: { mean: 1 },
      completeness: { mean: 1 },
      accuracy: { mean: 1 },
    });
    const parts = requests().length - 1; // the short input is one
    expect(parts).toBeGreaterThanOrEqual(5);
    expect(call.parts).toHaveLength(parts);
    for (const part of call.parts!) expect(part).toMatchObject({ prompt_tokens: 100, completion_tokens: 10 });
    expect(call).toMatchObject({ prompt_tokens: parts * 100, completion_tokens: parts * 10, attempts: 1 });
    expect(JSON.parse(call.output!)).toEqual(gold);
    const { body: costs } = await ask<CostsView>(stack, 'GET', `/costs?evaluation_id=${evaluation.id}`);
    expect(Number(costs.cost_usd)).toBeCloseTo(requests().length * (110 * PRICE + PRICE_OF_REQUEST), 9);
    expect(Number(call.tries[0]!.cost_usd)).toBeCloseTo(parts * (110 * PRICE + PRICE_OF_REQUEST), 9);
  });

  it('may be merged by the model itself', async () => {
    const { evaluation, call } = await run({ long_inputs: 'merge' });
    expect((await results(stack, evaluation.id)).rows[0]).toMatchObject({ f1: { mean: 1 } });
    expect(requests().filter((text) => text.includes('Answer to part 1:'))).toHaveLength(1);
    expect(call.parts).toHaveLength(requests().length - 1);
    expect(call.parts!.at(-1)!.output).toBe(call.output);
  });

  it.each(['join', 'merge'])(
    'leaves room for the answer where as many tokens as it may have do not fit: %s',
    async (long_inputs) => {
      const { evaluation } = await run({ long_inputs, max_tokens: 900, budget_usd: '1' });
      expect(evaluation).toMatchObject({ status: 'completed', progress: { answered: 2 } });
      for (const request of provider.seen()) {
        const taken = textOf(request).length / 5; // these words have more letters
        expect(request.max_tokens).toBeGreaterThan(50);
        expect(request.max_tokens + taken).toBeLessThanOrEqual(CONTEXT);
      }
      expect(Math.max(...provider.seen().map(({ max_tokens }) => max_tokens))).toBeGreaterThan(800); // beside the short one
    },
  );

  it('fails as a whole when one of its parts does', async () => {
    failing = (text) => text.includes('Person20 has');
    const { evaluation, call } = await run({ long_inputs: 'join' });
    failing = () => false;
    expect(evaluation).toMatchObject({ progress: { answered: 1, failed: 1 } });
    expect(call).toMatchObject({ status: 'failed', output: null, parts: null, reason: 'bad_request' });
    // The parts before were charged: what they cost was not told, and counts at its most.
    expect(call.tries).toEqual([expect.objectContaining({ cost_usd: null, cost_state: 'unknown' })]);
    expect(Number(call.tries[0]!.may_cost_usd)).toBeGreaterThan(0);
    const { body: costs } = await ask<CostsView>(stack, 'GET', `/costs?evaluation_id=${evaluation.id}`);
    expect(costs.unknown_entries).toBe(1);
  });

  it('is read as a whole or not at all: a part that cannot be read is not left out', async () => {
    babbling = (text) => text.includes('of the meeting') && !text.includes('Person0 has');
    const { evaluation, call } = await run({ long_inputs: 'join' });
    babbling = () => false;
    expect(call).toMatchObject({ status: 'answered', output: expect.stringContaining('Sorry') });
    const [row] = (await results(stack, evaluation.id)).rows;
    expect(row).toMatchObject({ completeness: { mean: 0.5 } }); // of the two inputs the short one
  });

  /** Begins an evaluation whose long call waits for one of its parts; answers how many requests were made by then. */
  async function amidParts(): Promise<{ id: string; made: number }> {
    provider.forget();
    silent = (text) => text.includes('Person20 has');
    const { id } = await start(stack, { task_id, models: ['m/short'], max_tokens: 200, long_inputs: 'join' });
    const answered = async () =>
      (await ask<EvaluationView>(stack, 'GET', `/evaluations/${id}`)).body.progress.answered === 1; // the short one
    while (!requests().some(silent) || !(await answered())) await sleep(20);
    return { id, made: requests().length };
  }

  it('sends none of its further parts once it is paused, and all of them when it goes on', async () => {
    const { id, made } = await amidParts();
    await ask(stack, 'POST', `/evaluations/${id}/pause`);
    await sleep(500);
    silent = () => false;
    await sleep(1_500);
    expect(requests()).toHaveLength(made);
    expect(await longCall(id)).toMatchObject({ attempts: 1, tries: [{ outcome: 'in_doubt', cost_state: 'unknown' }] });
    await ask(stack, 'POST', `/evaluations/${id}/resume`);
    expect(await ended(stack, id)).toMatchObject({ status: 'completed', progress: { answered: 2 } });
    expect(JSON.parse((await longCall(id)).output!)).toEqual(gold);
  });

  it('sends none of its further parts once its model is cancelled', async () => {
    const { id, made } = await amidParts();
    await ask(stack, 'POST', `/evaluations/${id}/cancel`, { label: 'm/short' });
    await sleep(500);
    silent = () => false;
    expect(await ended(stack, id)).toMatchObject({ progress: { answered: 1, cancelled: 1 } });
    expect(requests()).toHaveLength(made);
  });

  it('sends none of its further parts once its process stops', async () => {
    const { id, made } = await amidParts();
    const stopping = stack.kill('SIGTERM');
    await sleep(500);
    silent = () => false;
    await stopping;
    expect(requests()).toHaveLength(made);
    stack = await within(options());
    expect(await ended(stack, id, 60_000)).toMatchObject({ status: 'completed', progress: { answered: 2 } });
  }, 90_000);

  it('is asked anew after kill -9 amid its parts, and answered once', async () => {
    await stack.kill('SIGTERM');
    stack = await apart(options());
    const { id } = await amidParts();
    await stack.kill('SIGKILL');
    silent = () => false;
    const before = requests().filter((text) => text.includes('of the meeting')).length;
    stack = await within(options());
    const evaluation = await ended(stack, id, 60_000);
    expect(evaluation).toMatchObject({ status: 'completed', progress: { answered: 2, failed: 0, in_doubt: 0 } });
    expect((await results(stack, id)).rows[0]).toMatchObject({ f1: { mean: 1 } });
    const call = await longCall(id);
    expect(call).toMatchObject({ status: 'answered', attempts: 2 });
    expect(JSON.parse(call.output!)).toEqual(gold);
    expect(requests().filter((text) => text.includes('of the meeting'))).toHaveLength(before + call.parts!.length);
    const { body: costs } = await ask<CostsView>(stack, 'GET', `/costs?evaluation_id=${id}`);
    expect(costs.unknown_entries).toBe(1); // what the parts of the lost attempt cost is not known
  }, 90_000);

  it('is not begun where the budget does not hold all its parts', async () => {
    const { evaluation } = await run({ long_inputs: 'join', budget_usd: '0.0025' });
    expect(evaluation).toMatchObject({ status: 'budget_exhausted', progress: { unscored: 2 } });
    expect(requests()).toEqual([]);
  });
});
