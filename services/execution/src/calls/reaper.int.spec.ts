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

  beforeEach(async () => {
    list = await workList();
    await list.run(1, ['m']);
    await list.due(calls(1, 'm'));
    await list.claim('who died');
    const { pool, log, database } = list;
    const runtime = { config: { databaseUrl: database.url }, pool, log, logger: silent } as unknown as Runtime;
    lease = new Lease(runtime);
    await until(() => lease.client !== null);
    reaper = new Reaper(runtime, lease);
  });
  afterEach(async () => {
    await reaper.close();
    await lease.close();
    await list.drop();
  });

  const doubted = async () => (await list.log.rows(0, 100)).some(({ type }) => type === AttemptInDoubt.type);

  it('is found by one that has just started', async () => {
    lease.connectedAt = YOUNG;
    await until(doubted);
  });

  it('is found by one whose own connection was cut, once others had a lease to be back', async () => {
    const before = lease.client;
    (before as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
    await until(() => lease.client !== null && lease.client !== before);
    lease.connectedAt = YOUNG;
    await new Promise((done) => setTimeout(done, SEVERAL_SWEEPS_MS));
    expect(await doubted()).toBe(false);
    lease.connectedAt = 0;
    await until(doubted);
  });
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const patience = Date.now() + 20_000; Date.now() < patience;) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error('It did not come about.');
}
