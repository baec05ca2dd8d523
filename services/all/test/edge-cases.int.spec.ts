import type { CallList, EvaluationView, Problem, ResultsRow, ResultsView } from '@taskbench/contracts';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import type { z } from 'zod';
import { ask, ended, importSample, results, samples, start } from './client.ts';
import { EDGES, edgeOutputs, edgeTask } from './edges.ts';
import { refereeOf } from './referee.ts';
import { within, type TestStack } from './stack.ts';
import { terminal } from './terminal.ts';

const METRICS = ['accuracy', 'hallucination_rate', 'completeness', 'f1'] as const;
const figuresOf = (row: ResultsRow) => METRICS.map((metric) => row[metric]?.mean ?? null);

describe('The edge cases of the metrics, through the API and the terminal', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stack: TestStack;
  let task_id: string;
  let id: string;

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 1 });
    stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url });
    task_id = await edgeTask(stack);
    ({ id } = await start(stack, { task_id, outputs: edgeOutputs }));
    await ended(stack, id);
  });
  afterAll(async () => {
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  });

  /** The lines of the terminal's report, by the label that they begin with. */
  async function reported(evaluation: string): Promise<(label: string) => string> {
    const { code, stdout, stderr } = await terminal(new URL(stack.baseOf('/')).port, ['report', evaluation]).ended;
    if (code !== 0) throw new Error(stderr);
    return (label) =>
      stdout
        .split('\n')
        .filter((line) => line.includes(label))
        .join('\n');
  }

  it.each(EDGES)('$label', async ({ label, is }) => {
    const { rows } = await results(stack, id);
    const row = rows.find((one) => one.label === label)!;
    expect(figuresOf(row)).toEqual(is);
    // a value that is not there was measured on no input, and one input is too few for an interval
    for (const metric of METRICS) if (row[metric]) expect(row[metric]).toMatchObject({ n: 1, low: null, high: null });
    expect(row).toMatchObject({ consistency: null, instruction_following: null, latency_ms: null, cost_usd: null });
    const line = (await reported(id))(label);
    expect(line).toContain('n/a');
    expect(line).not.toMatch(/NaN|null|undefined/);
    for (const value of is) if (value !== null) expect(line).toContain(value.toFixed(2));
  });

  it('a parse failure is a state of its own, and a cell without an output is unscored, never 0', async () => {
    const { body } = await ask<z.infer<typeof CallList>>(stack, 'GET', `/evaluations/${id}/calls?limit=200`);
    const of = (label: string) => body.calls.filter((call) => call.label === label).map(({ status }) => status);
    expect(of('said twice').sort()).toEqual(['answered', 'unscored']);
    const { rows } = await results(stack, id);
    const failed = rows.filter(({ calls }) => calls.parse_failed === 1).map(({ label }) => label);
    expect(failed.sort()).toEqual(['parse failure, gold empty', 'parse failure, gold not empty']);
    for (const { calls } of rows) expect(calls).toMatchObject({ answered: 1, unscored: 1 });
  });

  it('a call that failed is left out of quality, counted, and shown', async () => {
    const referee = refereeOf(simulator);
    await referee.inject({ status401: 1, only_model: 'sim/quick' });
    const sample = await importSample(stack); // the simulator knows it, so that it is ranked
    const asked = await start(stack, { task_id: sample.id, models: ['sim/quick', 'sim/careful'] });
    await ended(stack, asked.id);
    await referee.inject({});
    const { rows } = await results(stack, asked.id);
    const row = rows.find(({ label }) => label === 'sim/quick')!;
    expect(figuresOf(row)).toEqual([null, null, null, null]);
    expect(row.calls).toMatchObject({ planned: 14, answered: 0, failed: 14 });
    const line = (await reported(asked.id))('sim/quick');
    expect(line).toContain('14 of 14');
    expect(line).toContain('n/a');
  });

  it('an evaluation is ranked by what it declared, unless something else is asked for', async () => {
    const ranking = 'completeness:1,accuracy:3';
    const declared = await start(stack, { task_id, outputs: edgeOutputs, ranking });
    expect(declared.ranking).toBe(ranking);
    await ended(stack, declared.id);
    const view = await results(stack, declared.id);
    expect(view).toMatchObject({
      ranked_by: 'accuracy:3,completeness:1',
      ranking: { name: '75 % accuracy, 25 % completeness' },
    });
    // said twice: 0.75·0.5 + 0.25·1; the others lack completeness or have neither
    expect(view.rows[0]).toMatchObject({ label: 'said twice', ranked: { mean: 0.625 }, f1: { mean: 2 / 3 } });
    const other = `/evaluations/${declared.id}/results?rank_by=accuracy`;
    expect((await ask<ResultsView>(stack, 'GET', other)).body.ranked_by).toBe('accuracy');
    expect((await ask<EvaluationView>(stack, 'GET', `/evaluations/${id}`)).body.ranking).toBeNull();
    const twice = { task_id, outputs: edgeOutputs, ranking: 'f1,f1:2' };
    const { status, body } = await ask<Problem>(stack, 'POST', '/evaluations', twice);
    expect([status, body.errors]).toEqual([400, [{ path: 'ranking', message: 'names a metric twice' }]]);
  });
});
