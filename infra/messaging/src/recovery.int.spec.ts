import { setTimeout as sleep } from 'node:timers/promises';
import { checkpoint } from '@taskbench/event-log';
import { all, Pipeline, until } from '../test/pipeline.ts';
import { follow } from './reader.ts';
import { findCarrier, makeCarrier } from './transport.ts';

const LOST = 1_000;

describe('A feed, a reaction and a relay', () => {
  let here: Pipeline;
  beforeEach(async () => {
    here = await Pipeline.open();
  });
  afterEach(() => here.close());

  it('go on when the stream is deleted while they run, also when nothing new is appended', async () => {
    here.failing = (n) => (n === 30 ? new Error('not yet') : null); // still owed when the stream goes
    here.start();
    await here.write(40);
    await here.caughtUp();
    await here.deleteStream();
    here.failing = () => null;
    await here.everythingHeard();
    await here.write(5);
    await here.caughtUp();
    await here.everythingHeard();
    expect(await here.drifts()).toEqual([]);
  });

  it('go on when a question for messages is lost', async () => {
    const { connection } = here.transport;
    const publish = connection.publish.bind(connection);
    const asked: string[] = [];
    connection.publish = (subject, ...rest) => {
      const lost = subject.includes('.MSG.NEXT.') && subject.endsWith('.spec-note') && asked.push(subject) === 1;
      if (!lost) publish(subject, ...rest);
    };
    here.start();
    await here.write(10);
    await here.everythingHeard();
    expect(asked.length).toBeGreaterThan(1);
  });

  it('keep no floor of a consumer that another replica made anew meanwhile', async () => {
    const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' }); // waited for, never set aside
    here.failing = (n) => (n === 4 ? away : null);
    here.start();
    await here.write(20);
    await until('a floor is kept', async () => (await checkpoint(here.pool, 'spec', 'spec-note')) === 4);
    const { manager } = here.transport;
    const { name, base } = (await findCarrier(here.transport))!;
    const { config } = await manager.consumers.info(name, 'spec-note');
    const list = manager.consumers.list.bind(manager.consumers);
    let anew = false;
    manager.consumers.list = (stream) => {
      manager.consumers.list = list;
      const infos = (async function* () {
        await makeCarrier(here.transport, base);
        await manager.consumers.add(name, { ...config, opt_start_seq: 5 });
        const answer = [await manager.consumers.info(stream, 'spec-note')]; // of a stream that is still empty
        await until('it is filled again', async () => (await here.carried()) === 20);
        anew = true;
        yield* answer;
      })();
      return infos as unknown as ReturnType<typeof list>;
    };
    await until('the stream was made anew under the look', () => anew);
    await sleep(1_500);
    expect(await checkpoint(here.pool, 'spec', 'spec-note')).toBe(4);
    here.failing = () => null;
    await here.everythingHeard();
  });

  it('fill a lost stream from where its readers are, and from the start again for a reaction that is new', async () => {
    here.start();
    await here.write(40);
    await here.caughtUp();
    await until('the floor is kept', async () => (await checkpoint(here.pool, 'spec', 'spec-note')) === 40);
    await here.deleteStream();
    await here.write(1);
    await until('it is made again', async () => (await findCarrier(here.transport))?.base === 40);
    await here.caughtUp();
    await here.everythingHeard();

    const late: number[] = [];
    here.startReaction({ ...here.note, name: 'later', react: async ({ position }) => void late.push(position) });
    await until('the new reaction heard all that ever was', () => new Set(late).size === 41);
    expect(await here.drifts()).toEqual([]);
  });

  it('read from the log what came while their rows were held and they could hold no more', async () => {
    here.start();
    // Another service of the process, which is not held up: what the feed cannot hold is dropped.
    const other = { at: async () => 0, hear: () => undefined, anew: () => undefined, full: () => false };
    here.host(follow({ ...other, ends: () => undefined }, here.transport, here.log, here.logger));
    await here.write(1);
    await here.caughtUp();
    const holder = await here.pool.connect();
    await holder.query('begin');
    await holder.query('select 1 from spec.checkpoints for update');
    for (let at = 1; at < 6_001; at += 500) await Promise.all(all(500).map((n) => here.append(at + n)));
    await until('all of it was carried', async () => (await here.carried()) === 6_001);
    await sleep(500);
    await holder.query('commit');
    holder.release();
    await here.caughtUp();
    expect(await here.count('spec.notes')).toBe(6_001);
    expect(await here.drifts()).toEqual([]);
  });

  it('go on when their connections are cut', async () => {
    here.start();
    await here.write(20);
    await here.asOwner(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await until('a write gets through', async () => (await here.write(20), true));
    await here.caughtUp();
    await here.everythingHeard();
    expect(await here.drifts()).toEqual([]);
  });

  it.each([
    ['shorter than the stream', 0],
    ['and has grown past the stream with other events', 60],
  ])('go on when a backup was restored: the log is %s', async (_, grown) => {
    here.start();
    await here.write(50);
    await here.caughtUp();
    await here.everythingHeard();
    await here.stop();
    await here.restore(20);
    for (let n = 0; n < grown; n++) await here.append(LOST + n);
    here.start();
    await here.caughtUp();
    await until('the new events were heard', () => here.heard.filter((n) => n >= LOST).length === grown);
    await here.append(5_000);
    await until('the last was heard', () => here.heard.includes(5_000));
    expect(here.heard.filter((n) => n >= 20 && n < LOST)).toEqual([]); // nothing that the log has lost
    await here.caughtUp();
    expect(await here.drifts()).toEqual([]);
    await until(
      'the stream ends with the log',
      async () => (await here.carried()) === (await here.log.head()).position,
    );
  });

  it('go on when a backup is restored under them', async () => {
    here.start();
    await here.write(50);
    await here.caughtUp();
    await here.everythingHeard();
    await here.restore(20);
    here.heard = [];
    for (let n = 0; n < 60; n++) await here.append(LOST + n);
    await until('the new events were heard', () => new Set(here.heard.filter((n) => n >= LOST)).size === 60);
    await here.caughtUp();
    expect(await here.drifts()).toEqual([]);
  });

  it('keep no floor of a stream that carries what the log has lost: what is appended there later is heard', async () => {
    here.start();
    await here.write(50);
    await here.caughtUp();
    await here.everythingHeard();
    await here.stop();
    await here.restore(20);
    here.startReaction(); // its consumer has acknowledged all 50; the relay is not up yet
    await sleep(2_500);
    expect(await checkpoint(here.pool, 'spec', 'spec-note')).toBeLessThanOrEqual(20);
    for (let n = 0; n < 60; n++) await here.append(LOST + n);
    await sleep(1_500);
    here.startRelay();
    here.startFeed();
    await until('the new events were heard', () => new Set(here.heard.filter((n) => n >= LOST)).size === 60);
    expect(await here.drifts()).toEqual([]);
  });

  it('take nothing from a stream that carries what the log has lost, before it is filled again', async () => {
    here.start();
    await here.write(30);
    await here.caughtUp();
    await here.everythingHeard();
    await here.stop();
    await here.restore(10);
    await here.asOwner('truncate spec.notes, spec.others; update spec.checkpoints set position = 0');
    await here.transport.manager.consumers.delete((await findCarrier(here.transport))!.name, 'spec-note');
    here.heard = [];
    here.startFeed();
    here.startReaction(); // no relay yet: the old stream stays
    await until('what the log has is heard', () => here.heard.length >= 10);
    await sleep(1_500);
    expect(new Set(here.heard)).toEqual(new Set(all(10)));
    expect(await checkpoint(here.pool, 'spec')).toBe(10);
    expect(await here.drifts()).toEqual([]);
  });

  it('keep to their own log when another one uses the same NATS, and find their way back to the first', async () => {
    const other = await Pipeline.open();
    try {
      here.start();
      other.start();
      await here.write(10);
      for (let n = 0; n < 15; n++) await other.append(LOST + n);
      await until('each heard its own', () => here.heard.length === 10 && other.heard.length === 15);
      await here.stop(); // as a process that comes back under another DATABASE_URL
      await here.write(5);
      await other.stop();
      here.start();
      await here.everythingHeard();
      await here.caughtUp();
      expect([here.heard.filter((n) => n >= LOST), other.heard.filter((n) => n < LOST)]).toEqual([[], []]);
      expect([await here.drifts(), await other.drifts()]).toEqual([[], []]);
    } finally {
      await other.close();
    }
  });

  it('hear an event of an unknown type and pass on', async () => {
    here.start();
    const facts = [{ type: 'NobodyKnows', version: 1, data: {} }];
    await here.log.append({ stream: 'odd-1', expected: 0, facts, correlation: 'spec' });
    await here.write(3);
    await here.caughtUp();
    await here.everythingHeard();
    await until('the floor passes it too', async () => (await checkpoint(here.pool, 'spec', 'spec-note')) === 4);
  });
});
