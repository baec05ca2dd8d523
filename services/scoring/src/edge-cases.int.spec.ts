import { CallAnswered, CallFailed, EvaluationCompleted, EvaluationStarted, type Stored } from '@taskbench/contracts';
import { apply, EventLog, migrate, servicePool, Texts, type Pool } from '@taskbench/event-log';
import type { Fact } from '@taskbench/kernel';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { ResultsController } from './http/results.controller.ts';
import { Manifests } from './manifests/manifests.ts';
import { calls } from './projections/calls.ts';
import { costs } from './projections/costs.ts';
import { evaluations } from './projections/evaluations.ts';
import { scoreCall } from './reactions/score-call.ts';
import { ResultsBook } from './results/results-book.ts';
import { Statistician } from './results/statistician.ts';
import { scoring } from './scoring.module.ts';

const task_id = '7b1d5c0e-52d3-4b43-9b0e-0d8c7f3c9a22';
const evaluation_id = '3f0c8a52-6d5e-4a5e-9d37-6a0e7c1f2b11';
const inputs = [
  { id: 'full', text: 'first', gold: [{ who: 'Ann', what: 'call the bank' }] },
  { id: 'empty', text: 'second', gold: [] },
];

/** One model a case of the table: it answers this input with this text, and the other call fails. */
const cases = [
  { label: 'no items, gold not empty', input: 'full', output: '[]', is: [0, null, 0, 0] },
  { label: 'no items, gold empty', input: 'empty', output: '[]', is: [1, null, null, 1] },
  { label: 'items, gold empty', input: 'empty', output: '[{"who":"Ann"}]', is: [0, 1, null, 0] },
  { label: 'parse failure, gold not empty', input: 'full', output: 'Sorry.', is: [0, null, 0, 0] },
  { label: 'parse failure, gold empty', input: 'empty', output: 'Sorry.', is: [0, null, null, 0] },
  { label: 'said twice', input: 'full', output: JSON.stringify([inputs[0]!.gold[0], inputs[0]!.gold[0]]), is: [0.5, 0.5, 1, 2 / 3] }, // prettier-ignore
  { label: 'call failed', input: null, output: '', is: [null, null, null, null] },
] as const;

let database: FreshDatabase;
let pool: Pool;
let log: EventLog;
let texts: Texts;
const statistician = new Statistician();

const append = async (stream: string, fact: Fact, sealed: Awaited<ReturnType<Texts['seal']>>[] = []) => {
  const expected = (await log.stream(stream)).length;
  await log.append({ stream, expected, facts: [fact], correlation: evaluation_id, texts: sealed });
};

async function start(): Promise<void> {
  const output = { format: 'json', threshold: 0.85, fields: { who: 'exact', what: 'fuzzy' } };
  const task = { name: 'edges', description: 'find them', output, inputs };
  const manifest = await texts.seal(task_id, JSON.stringify({ task, checks: [] }));
  const models = cases.map(({ label }) => {
    return { label, model_id: 'sim/any', connection_id: 'simulated', prices: null, seeded: false };
  });
  const asked = { inputs: 2, checks: 0, repetitions: 1, planned: 2 * cases.length, concurrency: 5, max_tokens: 4096 };
  const settings = { budget_nano: null, temperature: null, seed: 7, in_doubt: 'retry' as const, simulated: true };
  const about = { evaluation_id, task_id, task_version: 1, task_name: 'edges', request: 'a'.repeat(64) };
  const started = { ...about, ...asked, ...settings, manifest: manifest.digest, models };
  await append(`evaluation-${evaluation_id}`, EvaluationStarted(started), [manifest]);
}

async function settle(ordinal: number, label: string, input_id: string, text: string | null): Promise<void> {
  const call_id = `${evaluation_id}-${ordinal}`;
  const phase = 'execution' as const;
  const key = { call_id, evaluation_id, task_id, phase, label, input_id, repetition: 0, payer: evaluation_id };
  if (text === null) return append(`call-${call_id}`, CallFailed({ ...key, reason: 'timeout', attempts: 4 }));
  const output = await texts.seal(task_id, text);
  const tokens = { prompt_tokens: 1, completion_tokens: 1, cached_tokens: 0, reported_nano: null };
  const usage = { ...tokens, first_token_ms: 5, latency_ms: 10 };
  const served = { finish_reason: 'stop', served_model: null, generation_id: null };
  const answer = CallAnswered({ ...key, ...served, attempt: 1, usage, output: output.digest });
  await append(`call-${call_id}`, answer, [output]);
}

describe('The edge cases of extraction, from the log to the API', () => {
  const manifests = () => new Manifests(log, texts);
  const results = (rank_by = 'f1', at_least?: number) =>
    new ResultsController(new ResultsBook(pool, manifests(), statistician)).results(evaluation_id, {
      rank_by,
      at_least,
    });

  beforeAll(async () => {
    database = await freshDatabase();
    // rows of an earlier TaskBench, which did not know what outputs say, had come this far
    await migrate(database.url, [{ schema: 'scoring', migrations: scoring.migrations.slice(0, 2) }]);
    pool = servicePool(database.url);
    await pool.query(`insert into scoring.checkpoints values ('projections', 9)`);
    await migrate(database.url, [{ schema: 'scoring', migrations: scoring.migrations }]);
    log = new EventLog(pool);
    texts = new Texts(pool);
    await start();
    const reaction = scoreCall({ log, texts, manifests: manifests(), judgeOf: () => () => Promise.resolve([]) });
    for (const [place, { label, input, output }] of cases.entries()) {
      for (const [at, { id }] of inputs.entries()) {
        const ordinal = 2 * place + at;
        await settle(ordinal, label, id, id === input ? output : null);
        const [ended] = await log.stream(`call-${evaluation_id}-${ordinal}`);
        if (id === input) await reaction.react(ended as Stored);
      }
    }
    const counts = { answered: cases.length - 1, failed: cases.length + 1, unscored: 0 };
    await append(`evaluation-${evaluation_id}`, EvaluationCompleted({ evaluation_id, status: 'completed', ...counts }));
    const board = { schema: 'scoring', projections: [evaluations, calls, costs] };
    while ((await apply(pool, log, board, [])) < (await log.head()).position);
  });
  afterAll(async () => {
    await statistician.close();
    await pool.end();
    await database.drop();
  });

  it.each(cases)('$label', async ({ label, is, input }) => {
    const row = (await results()).rows.find((one) => one.label === label)!;
    const { accuracy, hallucination_rate, completeness, f1 } = row;
    expect([accuracy, hallucination_rate, completeness, f1].map((one) => one?.mean ?? null)).toEqual(is);
    expect(row.calls).toMatchObject({ answered: input === null ? 0 : 1, failed: input === null ? 2 : 1 });
  });

  it('count parse failures apart, and fields of matched items', async () => {
    const { rows } = await results();
    const failures = rows.filter(({ calls }) => calls.parse_failed === 1).map(({ label }) => label);
    expect(failures.sort()).toEqual(['parse failure, gold empty', 'parse failure, gold not empty']);
    expect(rows.find(({ label }) => label === 'said twice')).toMatchObject({
      micro: { accuracy: 0.5, completeness: 1, inputs: 1 },
      fields: [
        { field: 'who', accuracy: { mean: 1, n: 1 } },
        { field: 'what', accuracy: { mean: 1, n: 1 } },
      ],
    });
  });

  it('are ranked by what was asked for, and by nothing that is not there', async () => {
    const view = await results('completeness:1,accuracy:3');
    expect(view).toMatchObject({
      ranked_by: 'accuracy:3,completeness:1',
      ranking: { name: '75 % accuracy, 25 % completeness' },
    });
    // said twice: 0.75·0.5 + 0.25·1; the others have no completeness or neither
    expect(view.rows[0]).toMatchObject({ label: 'said twice', ranked: { mean: 0.625 }, f1: { mean: 2 / 3 } });
    expect((await results('completeness', 1)).recommendation.may_be_best).not.toEqual([]);
    expect((await results('accuracy:3,completeness', 0.7)).answer.sentence).toMatch(
      /^No model reaches 0\.70 on 75 % accuracy/,
    );
  });

  it('are worked out once for all who ask at once', async () => {
    let asked = 0;
    const counting = { ask: (...given: Parameters<Statistician['ask']>) => (asked++, statistician.ask(...given)) };
    const book = new ResultsBook(pool, manifests(), counting as Statistician);
    const all = await Promise.all([book.of(evaluation_id), book.of(evaluation_id), book.of(evaluation_id)]);
    expect([asked, new Set(all).size]).toEqual([1, 1]);
  });

  it('give the same bytes when they are worked out again', async () =>
    expect(JSON.stringify(await results())).toBe(JSON.stringify(await results())));
});
