import { services, type ProjectionsView, type VerificationView } from '@taskbench/contracts';
import { startSimulator, type Simulator } from '@taskbench/simulator';
import { freshDatabase, type FreshDatabase } from '@taskbench/testing';
import pg from 'pg';
import { ask, ended, importSample, results, samples, start } from './client.ts';
import { within, type TestStack } from './stack.ts';

describe('An audit through the API', () => {
  let database: FreshDatabase;
  let simulator: Simulator;
  let stack: TestStack;
  let owner: pg.Client;
  let evaluation: string;
  const verify = async () => (await ask<VerificationView>(stack, 'POST', '/verify')).body;
  const projections = async (service: string, deed: 'verify' | 'rebuild') =>
    (await ask<ProjectionsView>(stack, 'POST', `/projections/${service}/${deed}`)).body;

  beforeAll(async () => {
    database = await freshDatabase();
    simulator = await startSimulator({ samples, latencyMs: 2 });
    stack = await within({ databaseUrl: database.url, llmBaseUrl: simulator.url });
    const task = await importSample(stack);
    ({ id: evaluation } = await start(stack, { task_id: task.id, models: ['sim/quick', 'sim/terse'] }));
    await ended(stack, evaluation);
    owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await stack.kill('SIGTERM');
    await simulator.close();
    await database.drop();
  });

  it('finds a whole log, all its texts, and every row as the log says', async () => {
    expect(await verify()).toMatchObject({ ok: true, findings: [], shredded: 0 });
    for (const service of services)
      expect(await projections(service, 'verify')).toMatchObject({ ok: true, drifts: [] });
  });

  it('finds rows that drifted, of each kind, and puts them right', async () => {
    const before = await results(stack, evaluation);
    await owner.query(`update scoring.calls set f1 = 0.123 where call_id = '${evaluation}-0'`);
    await owner.query(`delete from scoring.calls where call_id = '${evaluation}-1'`);
    await owner.query(`insert into scoring.costs values (gen_random_uuid(), 'm', 'execution', 1, 1, 0, 1)`);
    const { ok, drifts } = await projections('scoring', 'verify');
    expect(ok).toBe(false);
    expect(drifts).toEqual(
      expect.arrayContaining([
        { table: 'scoring.calls', key: `["${evaluation}-0"]`, kind: 'different' },
        { table: 'scoring.calls', key: `["${evaluation}-1"]`, kind: 'missing' },
        { table: 'scoring.costs', key: expect.any(String), kind: 'surplus' },
      ]),
    );
    expect(drifts).toHaveLength(3);
    expect((await projections('scoring', 'rebuild')).drifts).toHaveLength(3);
    expect((await projections('scoring', 'verify')).ok).toBe(true);
    expect((await results(stack, evaluation)).rows).toEqual(before.rows);
  });

  it('locates an event that somebody changed', async () => {
    await owner.query('alter table log.events disable trigger all');
    const { rows } = await owner.query<{ position: number; stream: string }>(
      `update log.events set data = replace(data::text, '"attempt":1', '"attempt":2')::json
       where position = (select min(position) from log.events where type = 'CallAnswered') returning position, stream`,
    );
    const { ok, findings } = await verify();
    expect(ok).toBe(false);
    expect(findings).toEqual([
      expect.objectContaining({ kind: 'event_changed', position: Number(rows[0]!.position), stream: rows[0]!.stream }),
    ]);
  });
});
