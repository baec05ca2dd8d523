import type {
  CallList,
  CallView,
  CostsView,
  EvaluationView,
  Problem,
  ProjectionsView,
  RecordedOutput,
  ResultsView,
  VerificationView,
} from '@taskbench/contracts';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import type { z } from 'zod';
import { ask, ended, importSample, results, samples, start } from './client.ts';
import { within, type TestStack } from './stack.ts';

const labels = ['sim/careful', 'sim/quick', 'sim/thrifty'];

describe('Outputs that are there already', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stack: TestStack;
  let task: string;
  let inputs: string[];
  const control = (init?: RequestInit) => fetch(`http://127.0.0.1:${simulator.port}/control/log`, init);
  const requests = async () => ((await (await control()).json()) as { requests: number }).requests;

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 1 });
    stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url });
    task = (await importSample(stack)).id;
    const { body } = await ask<{ inputs: { id: string }[] }>(stack, 'GET', `/tasks/${task}/inputs`);
    inputs = body.inputs.map(({ id }) => id);
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  });

  const callsOf = async (id: string) => {
    const { body } = await ask<z.infer<typeof CallList>>(stack, 'GET', `/evaluations/${id}/calls?limit=200`);
    return Promise.all(
      body.calls.map(async (row) => (await ask<CallView>(stack, 'GET', `/calls/${row.call_id}`)).body),
    );
  };

  /** Every output of an evaluation as it might have been recorded; what a model cost stands at its first one. */
  async function recorded(id: string): Promise<RecordedOutput[]> {
    const left = new Map((await results(stack, id)).rows.map(({ label, cost_usd }) => [label, cost_usd!]));
    return (await callsOf(id)).map(({ label, input_id, repetition, output, latency_ms }) => {
      const cost_usd = left.get(label) ?? '0';
      left.delete(label);
      return { label, input_id, repetition, text: output!, latency_ms: latency_ms!, cost_usd };
    });
  }

  const figures = (view: ResultsView) => ({ ...view, evaluation_id: '', position: 0, simulated: null });

  it('are scored, ranked and costed as if calls had brought them, and no request is sent', async () => {
    const asked = await start(stack, { task_id: task, models: labels, repetitions: 2, seed: 7 });
    expect((await ended(stack, asked.id)).progress.answered).toBe(3 * inputs.length * 2);
    const outputs = await recorded(asked.id);

    await control({ method: 'DELETE' });
    const given = await start(stack, { task_id: task, outputs, repetitions: 2, seed: 7 });
    const evaluation = await ended(stack, given.id);
    expect(evaluation).toMatchObject({ status: 'completed', imported: true, simulated: false, cost_state: 'exact' });
    expect(evaluation.progress).toMatchObject({ planned: outputs.length, answered: outputs.length, unscored: 0 });
    expect(figures(await results(stack, given.id))).toEqual(figures(await results(stack, asked.id)));
    expect((await callsOf(given.id)).map(({ output }) => output)).toEqual(outputs.map(({ text }) => text));
    expect(await requests()).toBe(0);
  });

  it('may lack cells, costs and times: these are unscored and unknown, and counted', async () => {
    await control({ method: 'DELETE' });
    const cells = ['ours', 'theirs'].flatMap((label) =>
      inputs.flatMap((input_id) =>
        Array.from({ length: 10 }, (_, repetition) => ({
          label,
          input_id,
          repetition,
          text: '[]',
          cost_usd: '0.0001',
        })),
      ),
    );
    const [{ cost_usd, ...first }, , ...others] = cells as [(typeof cells)[number], ...typeof cells];
    expect(cost_usd).toBe('0.0001');
    const { id } = await start(stack, { task_id: task, outputs: [first, ...others], repetitions: 10 });
    const evaluation = await ended(stack, id);
    expect(evaluation).toMatchObject({
      status: 'completed',
      models: ['ours', 'theirs'],
      cost_usd: `0.0${others.length}`,
      cost_state: 'partial',
      progress: { planned: cells.length, answered: cells.length - 1, scored: cells.length - 1, unscored: 1 },
    });
    const { rows } = await results(stack, id);
    expect(rows.find(({ label }) => label === 'ours')).toMatchObject({ calls: { unscored: 1 }, latency_ms: null });
    const { body: costs } = await ask<CostsView>(stack, 'GET', `/costs?evaluation_id=${id}`);
    expect(costs).toMatchObject({ cost_usd: `0.0${others.length}`, unknown_entries: 1 });
    const shown = (await callsOf(id)).filter(({ label, input_id }) => label === 'ours' && input_id === inputs[0]);
    expect(shown.slice(0, 2)).toMatchObject([
      { status: 'answered', imported: true, attempts: 0, latency_ms: null },
      { status: 'unscored', imported: false, reason: 'not_imported' },
    ]);
    expect(await requests()).toBe(0);
  });

  it('leave a log and rows that are whole', async () => {
    const { body: log } = await ask<VerificationView>(stack, 'POST', '/verify');
    expect(log).toMatchObject({ ok: true, findings: [] });
    for (const service of ['execution', 'scoring', 'billing']) {
      const { body: rows } = await ask<ProjectionsView>(stack, 'POST', `/projections/${service}/verify`);
      expect(rows).toMatchObject({ ok: true, drifts: [] });
    }
  });

  it('begin one evaluation for one key', async () => {
    const body = { task_id: task, outputs: [{ label: 'ours', input_id: inputs[0], repetition: 0, text: '[]' }] };
    const key = { 'idempotency-key': 'given' };
    const first = await ask<EvaluationView>(stack, 'POST', '/evaluations', body, key);
    const again = await ask<EvaluationView>(stack, 'POST', '/evaluations', body, key);
    expect([first.status, again.body.id]).toEqual([201, first.body.id]);
    expect((await ended(stack, first.body.id)).progress.unscored).toBe(inputs.length - 1);
  });

  const lines = (body: string, query = `?task_id=${task}`) =>
    fetch(`${stack.baseOf('/evaluations')}/evaluations${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/jsonl' },
      body,
    });

  it('may come a line each, and mean the same', async () => {
    const outputs = inputs.flatMap((input_id) =>
      [0, 1].map((repetition) => ({
        label: 'ours',
        input_id,
        repetition,
        text: '{"action_items": []}\n',
        cost_usd: '0.01',
      })),
    );
    const asked = { task_id: task, outputs, repetitions: 2, seed: 7 };
    const whole = await start(stack, asked);
    const written = `${outputs.map((output) => JSON.stringify(output)).join('\n\n')}\n`;
    const answer = await lines(written, `?task_id=${task}&repetitions=2&seed=7`);
    const { id } = (await answer.json()) as EvaluationView;
    await Promise.all([ended(stack, whole.id), ended(stack, id)]);
    expect(figures(await results(stack, id))).toEqual(figures(await results(stack, whole.id)));
  });

  it.each([
    ['a line that is no JSON', '{"label":', undefined, 'outputs.0'],
    [
      'a bad field of a line',
      '\n{"label":"a","input_id":"standup","repetition":"1","text":"x"}',
      undefined,
      'outputs.0.repetition',
    ],
    ['a NUL', '{"label":"a","input_id":"standup","repetition":0,"text":"\\u0000"}', undefined, 'outputs.0.text'],
    ['no task', '', '', 'task_id'],
    ['a misspelt query', '', '?task=x', 'task'],
  ])('are refused as lines with the path of each: %s', async (_, body, query, path) => {
    const answer = await lines(body, query);
    const problem = (await answer.json()) as Problem;
    expect([answer.status, problem.errors?.[0]?.path]).toEqual([400, path]);
  });

  const output = { label: 'ours', input_id: 'standup', repetition: 0, text: '[]' };
  it.each([
    ['an unknown input', [output, { ...output, input_id: 'nope' }], 'outputs.1.input_id'],
    ['a cell twice', [output, { ...output, text: 'other' }], 'outputs.1'],
    ['a repetition beyond those asked for', [output, { ...output, repetition: 1 }], 'outputs.1.repetition'],
    ['a text that is too large', [{ ...output, text: 'x'.repeat(2_000_001) }], 'outputs.0.text'],
    ['a cost that is no amount', [{ ...output, cost_usd: '-1' }], 'outputs.0.cost_usd'],
    [
      'costs beyond all money',
      [output, output].map((one, repetition) => ({ ...one, input_id: `${repetition}`, cost_usd: '5000000' })),
      'outputs.1.cost_usd',
    ],
    ['a misspelt field', [{ ...output, latency: 1 }], 'outputs.0.latency'],
    ['51 labels', Array.from({ length: 51 }, (_, at) => ({ ...output, label: `m${at}` })), 'outputs.50.label'],
    ['no output', [], 'outputs'],
  ])('are refused with the path of each: %s', async (_, outputs, path) => {
    const { status, body } = await ask<Problem>(stack, 'POST', '/evaluations', { task_id: task, outputs });
    expect([status, body.errors?.map((error) => error.path)]).toEqual([400, [path]]);
  });

  it('are refused beside models', async () => {
    const both = { task_id: task, outputs: [output], models: ['sim/careful'] };
    const { status, body } = await ask<Problem>(stack, 'POST', '/evaluations', both);
    expect([status, body.errors?.map(({ path }) => path)]).toEqual([400, ['models']]);
  });
});
