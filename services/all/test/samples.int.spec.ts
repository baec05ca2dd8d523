import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportedTask, ResultsRow, ResultsView } from '@taskbench/contracts';
import { readTaskFile } from '@taskbench/cli';
import { MODELS, readSamples, startSimulator, type KnownInput, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ask, ended, results, samples, start } from './client.ts';
import { expected } from './expected.ts';
import { within, type TestStack } from './stack.ts';

const SEED = 1;
const REPETITIONS = 20;
const MODEL_IDS = ['sim/careful', 'sim/quick', 'sim/thrifty'];
const FIGURES = ['accuracy', 'completeness', 'hallucination_rate'] as const;
const names = readdirSync(samples).sort();

let database: FreshDatabase;
let simulator: Simulator;
let stack: TestStack;
let known: KnownInput[];

beforeAll(async () => {
  database = await freshDatabase();
  simulator = await startSimulator({ samples, latencyMs: 1 });
  stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url });
  known = await readSamples(samples);
}, 60_000);
afterAll(async () => {
  await stack.kill('SIGTERM');
  await simulator.close();
  await database.drop();
}, 60_000);

async function imported(name: string): Promise<ImportedTask> {
  const file = await readTaskFile(join(samples, name, 'task.yaml'));
  const { status, body } = await ask<ImportedTask>(stack, 'POST', '/tasks/import', file);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

type Evaluated = { readonly view: ResultsView; readonly task: ImportedTask['task'] };

async function evaluated(name: string, models: readonly string[], repetitions: number): Promise<Evaluated> {
  const { task } = await imported(name);
  const asked = { task_id: task.id, models, repetitions, seed: SEED, concurrency: 50 };
  const { id } = await start(stack, asked);
  expect(await ended(stack, id, 200_000)).toMatchObject({ status: 'completed', progress: { failed: 0 } });
  return { view: await results(stack, id), task };
}

it('there are five samples', () => expect(names).toHaveLength(5));

describe.each(names)('The sample %s', (name) => {
  it('is answered perfectly by a model that says its gold, which passes every check', async () => {
    const { view, task } = await evaluated(name, ['sim/generator'], 1);
    const inputs = known.filter(({ sample }) => sample === name);
    const some = inputs.filter(({ answer }) => answer!.items.length > 0).length;
    const perfect = (mean: number, n: number) => expect.objectContaining({ mean, n }) as unknown;
    expect(view.rows[0]).toMatchObject({
      accuracy: perfect(1, inputs.length),
      completeness: perfect(1, some),
      hallucination_rate: perfect(0, some),
      instruction_following: perfect(1, inputs.length),
      calls: { answered: inputs.length, parse_failed: 0 },
      violations: 0,
    });
    expect(task.quality_checks.length).toBeGreaterThanOrEqual(4);
  }, 120_000);
});

/**
 * How far what a profile promises lies from what is reported, in half-widths of the reported 95 % interval on that
 * side: at most 1 is within it.
 */
function distances(name: string, row: ResultsRow, label: boolean): number[] {
  const sizes = known.filter(({ sample }) => sample === name).map(({ answer }) => answer!.items.length);
  const { profile } = MODELS.find(({ id }) => id === row.model_id)!;
  const promised = expected(sizes, profile, label, row.hallucination_rate!.n);
  return FIGURES.map((figure) => {
    const { mean, low, high } = row[figure]!;
    const off = promised[figure] - mean;
    return Math.abs(off) / (off < 0 ? mean - low! : high! - mean);
  });
}

// Forty-five intervals of 95 % miss about two promises a run, the three of a model together. Of 60 other seeds one had
// more than 9 misses, and none was further off than 2.3 half-widths: about one seed in fifty would fail. The seed is
// fixed, and the first that was tried.
describe('The figures of three models with known skill, on five samples', () => {
  let off: number[];

  beforeAll(async () => {
    off = [];
    for (const name of names) {
      const { view, task } = await evaluated(name, MODEL_IDS, REPETITIONS);
      for (const row of view.rows) {
        expect(row.calls).toMatchObject({ answered: row.calls.planned, failed: 0 });
        for (const metric of ['instruction_following', 'consistency', 'cost_usd'] as const)
          expect(row[metric]).not.toBeNull();
        off.push(...distances(name, row, task.output.format === 'label'));
      }
    }
  }, 600_000);

  it('are held against forty-five promises', () => expect(off).toHaveLength(45));
  it('hold them within their 95 % intervals, as often as that says', () => {
    expect(off.filter((distance) => distance > 1).length).toBeLessThanOrEqual(9);
  });
  it('are never far from them', () => expect(Math.max(...off)).toBeLessThan(2.5));
});
