import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNats, startPostgres, temporaryFolder } from '@taskbench/local-servers';
import { Pipeline, until } from '../test/pipeline.ts';

type Server = Awaited<ReturnType<typeof startPostgres>>;
const portOf = ({ url }: Server) => Number(new URL(url).port);
const killed = async ({ pid, exited }: Server) => {
  process.kill(pid, 'SIGKILL');
  await exited;
};

// Servers of its own: those of the run serve other specs.
describe('A feed, a reaction and a relay', () => {
  const folder = temporaryFolder('taskbench-restarts-');
  const postgresOptions = { dataDir: join(folder, 'data'), logFile: join(folder, 'postgres.log') };
  const natsOptions = { storeDir: join(folder, 'store'), logFile: join(folder, 'nats.log') };
  let postgres: Server;
  let nats: Server;
  let here: Pipeline;
  let writing = true;

  beforeAll(async () => {
    [postgres, nats] = await Promise.all([startPostgres(postgresOptions), startNats(natsOptions)]);
    here = await Pipeline.open({ url: postgres.url, drop: async () => undefined }, nats.url);
    here.start();
    await here.write(20);
    await here.everythingHeard();
  });
  afterAll(async () => {
    await here.close();
    await Promise.all([postgres.stop(), nats.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Appends for as long as something goes on; each number to a stream of its own, so one that failed may be missing. */
  const meanwhile = async () => {
    for (writing = true; writing; await sleep(20)) await here.write(1).catch(() => undefined);
  };
  const whole = async () => {
    await here.caughtUp();
    await until('every event was heard', async () => new Set(here.heard).size === (await here.log.head()).position);
    expect(await here.drifts()).toEqual([]);
    expect(await here.letters.list(10, undefined, true)).toEqual([]); // an outage is nobody's fault
    expect(await here.carried()).toBe((await here.log.head()).position);
  };

  it('go on when Postgres was killed and started again', async () => {
    const writer = meanwhile();
    await sleep(300);
    await killed(postgres);
    await sleep(2_000);
    postgres = await startPostgres({ ...postgresOptions, port: portOf(postgres) });
    await sleep(1_000);
    writing = false;
    await writer;
    await whole();
  });

  it('find each event that was appended in the log, when Postgres is killed the moment after', async () => {
    for (let time = 0; time < 3; time++) {
      await here.write(1);
      const { position } = await here.log.head();
      await killed(postgres);
      postgres = await startPostgres({ ...postgresOptions, port: portOf(postgres) });
      await until('Postgres is back', async () => (await here.log.head()).position >= position);
    }
    await whole();
  });

  it('go on when NATS was killed and came back without its storage', async () => {
    const writer = meanwhile();
    await sleep(300);
    await killed(nats);
    rmSync(natsOptions.storeDir, { recursive: true, force: true });
    await sleep(2_000);
    nats = await startNats({ ...natsOptions, port: portOf(nats) });
    await sleep(1_000);
    writing = false;
    await writer;
    await whole();
  });

  it('go on when both were', async () => {
    const writer = meanwhile();
    await Promise.all([killed(postgres), killed(nats)]);
    rmSync(natsOptions.storeDir, { recursive: true, force: true });
    const [port, natsPort] = [portOf(postgres), portOf(nats)];
    await sleep(1_000);
    [postgres, nats] = await Promise.all([
      startPostgres({ ...postgresOptions, port }),
      startNats({ ...natsOptions, port: natsPort }),
    ]);
    await sleep(1_000);
    writing = false;
    await writer;
    await whole();
  });
});
