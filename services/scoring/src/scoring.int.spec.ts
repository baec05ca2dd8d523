import {
  CallAnswered,
  CallFailed,
  CostsPosted,
  EvaluationCompleted,
  EvaluationStarted,
  type CallKey,
  type Stored,
} from '@taskbench/contracts';
import { apply, EventLog, migrate, rebuild, servicePool, Texts, type Pool } from '@taskbench/event-log';
import type { Fact } from '@taskbench/kernel';
import { NotFound, type Runtime } from '@taskbench/service-kit';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import { RecommendationsController } from './http/recommendations.controller.ts';
import { ResultsController } from './http/results.controller.ts';
import { Manifests } from './manifests/manifests.ts';
import type { Judge } from './output/checks.ts';
import { calls } from './projections/calls.ts';
import { costs } from './projections/costs.ts';
import { evaluations } from './projections/evaluations.ts';
import { scoring } from './scoring.module.ts';
import { ResultsBook } from './results/results-book.ts';
import { Statistician } from './results/statistician.ts';
import { finishScoring } from './reactions/finish-scoring.ts';
import { scoreCall } from './reactions/score-call.ts';

const pass: Judge = (rules) => Promise.resolve(rules.map(() => ({ verdict: 'pass' })));
const board = { schema: 'scoring', projections: [evaluations, calls, costs] };
const task_id = '7b1d5c0e-52d3-4b43-9b0e-0d8c7f3c9a22';
const evaluation_id = '3f0c8a52-6d5e-4a5e-9d37-6a0e7c1f2b11';
const labels = ['sim/careful', 'sim/quick'];
const digest = 'a'.repeat(64);

let database: FreshDatabase;
let pool: Pool;
let log: EventLog;
let texts: Texts;
const statistician = new Statistician();
const byF1 = { rank_by: 'f1' };
const failing = {
  warn: (error: unknown) => {
    throw new Error(JSON.stringify(error));
  },
};

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url, [{ schema: 'scoring', migrations: scoring.migrations }]);
  pool = servicePool(database.url);
  log = new EventLog(pool);
  texts = new Texts(pool);
});
afterAll(async () => {
  await statistician.close();
  await pool.end();
  await database.drop();
});

const append = async (stream: string, fact: Fact, sealed: Awaited<ReturnType<Texts['seal']>>[] = []) => {
  await log.append({
    stream,
    expected: (await log.stream(stream)).length,
    facts: [fact],
    correlation: evaluation_id,
    texts: sealed,
  });
};
const project = async () => {
  while ((await apply(pool, log, board, [])) < (await log.head()).position);
};
const key = (ordinal: number): CallKey => ({
  call_id: `${evaluation_id}-${ordinal}`,
  evaluation_id,
  task_id,
  phase: 'execution',
  label: labels[ordinal % 2]!,
  input_id: ordinal < 2 ? 'a' : 'b',
  repetition: 0,
});

async function start(): Promise<void> {
  const checks = [
    { name: 'any', description: '', validation_rule: { rule: 'any' }, severity: 'warning', state: 'accepted' },
  ];
  const inputs = [
    { id: 'a', text: 'first', gold: { list: ['call Ann'] } },
    { id: 'b', text: 'second', gold: [] },
  ];
  const task = {
    name: 'action items',
    description: 'find them',
    output: { format: 'json', items: '$.list', threshold: 0.85 },
    inputs,
  };
  const manifest = await texts.seal(task_id, JSON.stringify({ task, checks }));
  const models = labels.map((label) => ({
    label,
    model_id: label,
    connection_id: 'simulated',
    prices: null,
    seeded: false,
  }));
  const started = {
    evaluation_id,
    task_id,
    task_version: 1,
    task_name: 'action items',
    manifest: manifest.digest,
    models,
    inputs: 2,
    checks: 1,
    repetitions: 1,
    planned: 4,
    concurrency: 5,
    budget_nano: null,
    temperature: null,
    max_tokens: 4096,
    seed: 7,
    in_doubt: 'retry' as const,
    simulated: true,
    request: digest,
  };
  await append(`evaluation-${evaluation_id}`, EvaluationStarted(started), [manifest]);
}

async function answer(ordinal: number, text: string): Promise<void> {
  const output = await texts.seal(task_id, text);
  const usage = {
    prompt_tokens: 1,
    completion_tokens: 1,
    cached_tokens: 0,
    reported_nano: null,
    first_token_ms: 5,
    latency_ms: 10,
  };
  const rest = {
    payer: evaluation_id,
    attempt: 1,
    usage,
    finish_reason: 'stop',
    served_model: null,
    generation_id: null,
  };
  await append(`call-${key(ordinal).call_id}`, CallAnswered({ ...key(ordinal), ...rest, output: output.digest }), [
    output,
  ]);
}

describe('The scoring service on a real log', () => {
  it('scores each answer once, finishes once, and shows the results', async () => {
    await start();
    await answer(0, '{"list":["call Ann"]}');
    await answer(1, '```json\n{"list":["call Bob, later"]}\n```');
    await answer(2, '{"list":[]}');
    await append(
      `call-${key(3).call_id}`,
      CallFailed({ ...key(3), payer: evaluation_id, reason: 'timeout', attempts: 4 }),
    );
    const totals = { payer: evaluation_id, budget_nano: null, spent_nano: 0, reserved_nano: 0, posted_to: 5 };
    const entry = (ordinal: number, cost_nano: number | null) => {
      const { call_id, label, phase } = key(ordinal);
      return {
        call_id,
        label,
        phase,
        attempt: 1,
        outcome: 'answered' as const,
        cost_nano,
        state: 'estimated' as const,
        may_cost_nano: null,
      };
    };
    await append(
      `account-${evaluation_id}`,
      CostsPosted({ ...totals, entries: [entry(0, 1_000), entry(2, 2_000), entry(1, null)] }),
    );

    const manifests = new Manifests(log, texts);
    const reaction = scoreCall({ log, texts, manifests, judgeOf: () => pass });
    for (const ordinal of [0, 1, 2, 0]) {
      const [answered] = await log.stream(`call-${key(ordinal).call_id}`);
      await reaction.react(answered as Stored);
    }
    await project();
    const finish = finishScoring({ log, pool, logger: failing } as unknown as Runtime);
    finish.wake();
    finish.wake();
    await finish.close();
    const end = EvaluationCompleted({ evaluation_id, status: 'completed', answered: 3, failed: 1, unscored: 0 });
    await append(`evaluation-${evaluation_id}`, end);
    await project();
    expect((await log.stream(`scoring-${evaluation_id}-0`)).map(({ type, data }) => [type, data])).toEqual([
      ['ScoringFinished', { evaluation_id, revision: 0, scored: 3 }],
    ]);

    const book = new ResultsBook(pool, manifests, statistician);
    const view = await new ResultsController(book).results(evaluation_id, byF1);
    expect(view).toMatchObject({ final: true, scored: 3, cost_usd: '0.000003', cost_state: 'partial' });
    expect(view.rows).toMatchObject([
      {
        label: 'sim/careful',
        f1: { mean: 1, n: 2 },
        cost_per_1000_usd: '0.0015',
        violations: 0,
        calls: { answered: 2 },
      },
      { label: 'sim/quick', f1: { mean: 0, n: 1 }, cost_usd: null, calls: { answered: 1, failed: 1 } },
    ]);
    const [{ data }] = (await log.stream(`score-${key(1).call_id}-0`)) as unknown as [
      { data: { parse: string; detail: string } },
    ];
    expect(data.parse).toBe('extracted');
    expect(JSON.parse(await texts.one(task_id, data.detail))).toMatchObject({
      missed: ['call Ann'],
      invented: ['call Bob, later'],
    });

    const list = await new RecommendationsController({ pool } as Runtime, book).recommendations({ limit: 1 });
    expect(list).toMatchObject({
      next_cursor: null,
      recommendations: [{ task_id, evaluation_id, sentence: view.answer.sentence, inputs: 2, checks: 1 }],
    });
    const cursor = `${Date.now() * 1_000 + 1}_${evaluation_id}`;
    const controller = new RecommendationsController({ pool } as Runtime, book);
    expect((await controller.recommendations({ limit: 1, cursor })).recommendations).toHaveLength(1);
    expect((await controller.recommendations({ limit: 1, cursor: `1_${evaluation_id}` })).recommendations).toHaveLength(
      0,
    );
    await expect(controller.recommendations({ limit: 1, cursor: 'nonsense' })).rejects.toThrow('cursor');
  });

  it('knows only evaluations that there are', async () => {
    const controller = new ResultsController(new ResultsBook(pool, new Manifests(log, texts), statistician));
    await expect(controller.results('nonsense', byF1)).rejects.toThrow(NotFound);
    await expect(controller.results(task_id, byF1)).rejects.toThrow(NotFound);
  });

  it('gives the same rows when they are rebuilt', async () => {
    const rows = async () => {
      const tables = board.projections.map(({ table, key }) =>
        pool.query(`select * from ${table} order by ${key.join(', ')}`),
      );
      return (await Promise.all(tables)).map(({ rows }) => rows as unknown[]);
    };
    const live = await rows();
    await rebuild(pool, log, [board], { repair: true });
    expect(await rows()).toEqual(live);
    expect(live[1]).toHaveLength(4);
  });
});
