import type { Socket } from 'node:net';
import { AttemptInDoubt } from '@taskbench/contracts';
import type { Runtime } from '@taskbench/service-kit';
import { logger } from '@taskbench/telemetry';
import { calls, workList, type WorkList } from '../../test/work-list.ts';
import { Lease } from './lease.ts';
import { Reaper } from './reaper.ts';

const silent = logger('spec');
silent.level = 'silent';
/** Later than any sweep: as if the connection had not yet stood for a lease. */
const YOUNG = Date.now() + 3_600_000;
const SEVERAL_SWEEPS_MS = 4_000;

describe('A process that died in the middle of a call', () => {
  let list: WorkList;
  let lease: Lease;
  let reaper: Reaper;
  const config = { databaseUrl: '' };

  beforeEach(async () => {
    list = await workList();
    await list.run(1, ['m']);
    await list.due(calls(1, 'm'));
    await list.claim('who died');
  });
  const start = async (url: string) => {
    const { pool, log, database } = list;
    config.databaseUrl = url;
    const runtime = { config, pool, log, logger: silent } as unknown as Runtime;
    lease = new Lease(runtime);
    reaper = new Reaper(runtime, lease);
    await new Promise((done) => setTimeout(done, 100)); // what cannot be reached has refused by then
    config.databaseUrl = database.url;
    await connected(null);
  };
  const connected = (before: Lease['client']) => until(() => lease.client !== null && lease.client !== before);
  afterEach(async () => {
    await reaper.close();
    await lease.close();
    await list.drop();
  });

  const doubted = async () => (await list.log.rows(0, 100)).some(({ type }) => type === AttemptInDoubt.type);

  const afterALease = async () => {
    lease.connectedAt = YOUNG;
    await new Promise((done) => setTimeout(done, SEVERAL_SWEEPS_MS));
    expect(await doubted()).toBe(false);
    lease.connectedAt = 0;
    await until(doubted);
  };

  it('is looked for without reading the leases of calls that ended', async () => {
    await list.pool.query(
      `insert into execution.leases (call_id, evaluation_id, label, connection_id, model_id, until, attempt, version, request)
       select 'ended-' || n, $1, 'm', 'c', 'm', now() + interval '1 h', 1, 3, '{}' from generate_series(1, 20000) n`,
      [list.evaluation],
    );
    const before = await list.rowsRead();
    await start(list.database.url);
    await until(doubted);
    await new Promise((done) => setTimeout(done, SEVERAL_SWEEPS_MS)); // a connection tells what it read once a second
    expect((await list.rowsRead()) - before).toBeGreaterThan(0);
    expect((await list.rowsRead()) - before).toBeLessThan(1_000);
  });

  it('is found by one that has just started', async () => {
    await start(list.database.url);
    lease.connectedAt = YOUNG;
    await until(doubted);
  });

  it('is found by one whose own connection was cut, once others had a lease to be back', async () => {
    await start(list.database.url);
    const before = lease.client;
    (before as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
    await connected(before);
    await afterALease();
  });

  it('is found by one that could not reach Postgres at first, once others had a lease to be back', async () => {
    await start('postgres://nobody@127.0.0.1:1/nothing');
    await afterALease();
  });
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const patience = Date.now() + 20_000; Date.now() < patience;) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error('It did not come about.');
}
