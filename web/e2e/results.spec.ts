import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '@taskbench/local-servers';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import type { Browser } from 'playwright-core';
import { ask, ended, importSample, samples, start } from '../../services/all/test/client.ts';
import { EDGES, edgeOutputs, edgeTask } from '../../services/all/test/edges.ts';
import { apart, type TestStack } from '../../services/all/test/stack.ts';
import { edgeShows, homeShowsLatestAnswer, liveBecomesResults, openBrowser, resultsShowRanking } from './journey.ts';

describe('In the browser', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stack: TestStack;
  let web: ChildProcess;
  let browser: Browser;
  let url: string;
  const models = ['sim/careful', 'sim/balanced', 'sim/quick'];

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 100 });
    stack = await apart({ databaseUrl: database.url, llmBaseUrl: simulator.url });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const env = { PATH: process.env['PATH'], PORT: String(port), HOST: '127.0.0.1', API_URL: stack.baseOf('/') };
    web = spawn(process.execPath, [join(import.meta.dirname, '../server.mjs')], { env, stdio: 'inherit' });
    for (let tries = 0; tries < 100 && !(await fetch(`${url}/favicon.svg`).catch(() => null))?.ok; tries++) {
      await new Promise((done) => setTimeout(done, 100));
    }
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    web?.kill();
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  });

  const page = () => browser.newPage({ viewport: { width: 1440, height: 900 } });

  it('a live run becomes its results at the same address', async () => {
    const task = await importSample(stack);
    const { id } = await start(stack, { task_id: task.id, models, repetitions: 3 });
    await liveBecomesResults(await page(), url, id);
  });

  it('the start page gives the latest answer, and the results their ranking', async () => {
    const task = await importSample(stack);
    const { id } = await start(stack, { task_id: task.id, models, repetitions: 3 });
    await ended(stack, id);
    await resultsShowRanking(await page(), url, id);
    await homeShowsLatestAnswer(await page(), url);
  });

  it('the view of twenty models with eight checks weighs at most 60 KB', async () => {
    const inputs = Array.from({ length: 30 }, (_, at) => ({
      id: `note ${at}`,
      text: `Note ${at}: Ann has to call bank ${at}.`,
      gold: [{ who: 'Ann', what: `call bank ${at}` }],
    }));
    const checks = Array.from({ length: 8 }, (_, at) => ({
      name: `Says at least ${at} characters`,
      description: `The answer has at least ${at} characters, white space and marks included.`,
      severity: 'warning',
      validation_rule: { rule: 'character_count', min: 20 + at * 5 },
    }));
    const output = { format: 'json', fields: { who: 'exact', what: 'fuzzy' } };
    const about = { name: 'notes', description: 'Find who has to do what.', output };
    const task = await ask<{ id: string }>(stack, 'POST', '/tasks', { ...about, inputs, quality_checks: checks });
    const outputs = Array.from({ length: 20 * inputs.length * 3 }, (_, at) => {
      const cell = Math.floor(at / 3);
      const [model, place] = [Math.floor(cell / inputs.length), cell % inputs.length];
      const right = (at * 7_919) % 23 > model;
      const text = JSON.stringify(right ? inputs[place]!.gold : [{ who: 'Ann', what: `ring ${at}` }, { who: 'Bob' }]);
      return {
        label: `maker/model-${model}`,
        input_id: inputs[place]!.id,
        repetition: at % 3,
        text,
        cost_usd: '0.000123',
        latency_ms: 900 + at,
      };
    });
    const { id } = await start(stack, { task_id: task.body.id, outputs, repetitions: 3 });
    await ended(stack, id);
    const view = await (await fetch(`${url}/evaluations/${id}/__data.json`)).text();
    expect(view).toContain('maker/model-19');
    expect(Buffer.byteLength(view) / 1_000).toBeLessThanOrEqual(60);
  });

  it('a value that is not there says so with its reason, and a true zero is a zero', async () => {
    const { id } = await start(stack, { task_id: await edgeTask(stack), outputs: edgeOutputs });
    await ended(stack, id);
    const tab = await page();
    for (const { label, is } of EDGES) {
      const [Accuracy, Hallucination, Completeness, F1] = is;
      await edgeShows(tab, url, id, label, { Accuracy, Hallucination, Completeness, F1 });
    }
  });
});
