import { EventLog, servicePool } from '@taskbench/event-log';
import { startSimulator } from '@taskbench/simulator';
import { freshDatabase } from '@taskbench/testing';
import { ask, ended, importSample, samples, sleep, start } from './client.ts';
import { apart } from './stack.ts';

describe('kill -9 of everything in the middle of an evaluation', () => {
  it('ends by itself once it is started again, each call settled once', async () => {
    const database = await freshDatabase();
    const simulator = await startSimulator({ samples, latencyMs: 60 });
    const options = { databaseUrl: database.url, llmBaseUrl: simulator.url };
    let stack = await apart(options);
    const task = await importSample(stack);
    const models = ['sim/careful', 'sim/quick', 'sim/terse'];
    const { id, progress } = await start(stack, { task_id: task.id, models, repetitions: 5, concurrency: 8 });
    expect(progress.planned).toBe(210);
    for (let answered = 0; answered < 60; await sleep(20)) {
      answered = (await ask<{ progress: { answered: number } }>(stack, 'GET', `/evaluations/${id}`)).body.progress
        .answered;
    }
    await stack.kill('SIGKILL');
    stack = await apart(options);
    const evaluation = await ended(stack, id, 90_000);
    await stack.kill('SIGTERM');
    expect(evaluation).toMatchObject({
      status: 'completed',
      progress: { answered: 210, failed: 0, in_doubt: 0, scored: 210 },
    });

    const pool = servicePool(database.url);
    const log = new EventLog(pool);
    const rows = await log.rows(0, 100_000);
    const of = (type: string) => rows.filter((row) => row.type === type && row.correlation === id);
    expect(of('CallAnswered')).toHaveLength(210);
    expect(new Set(of('CallAnswered').map(({ stream }) => stream)).size).toBe(210);
    const log_ = (await (await fetch(`http://127.0.0.1:${simulator.port}/control/log`)).json()) as { requests: number };
    const doubted = of('AttemptInDoubt').length;
    expect(doubted).toBeGreaterThan(0);
    expect(doubted).toBeLessThanOrEqual(8);
    expect(log_.requests).toBeLessThanOrEqual(210 + doubted);
    expect(of('AttemptStarted')).toHaveLength(210 + doubted);
    await pool.end();
    await simulator.close();
    await database.drop();
  });
});
