import { defineEvent, type Stored } from '@taskbench/contracts';
import {
  change,
  checkpoint,
  DeadLetters,
  EventLog,
  migrate,
  parseStored,
  projection,
  rebuild,
  servicePool,
  type Pool,
} from '@taskbench/event-log';
import { logger } from '@taskbench/telemetry';
import { freshDatabase, testServers, type FreshDatabase } from '@taskbench/testing';
import pg from 'pg';
import { z } from 'zod';
import { startFeed, type Consumer } from './feed.ts';
import { reaction, startReaction, type Reaction } from './reaction.ts';
import { startRedrive } from './redrive.ts';
import { startRelay } from './relay.ts';
import { findCarrier, openTransport, type Transport } from './transport.ts';

const silent = logger('spec');
silent.level = 'silent';

type Noted = { type: 'CallFailed'; version: number; data: { n: number } };
interface Row {
  stream: string;
  events: number;
  sum: number;
}
let poison: number | null = null;
const notes = projection<Row, Noted>({
  table: 'spec.notes',
  key: ['stream'],
  on: {
    CallFailed: ({ n }, { stream }) => {
      if (n === poison) throw new TypeError(`cannot fold ${n}`);
      return change<Row>({ stream }, (row) => ({ stream, events: (row?.events ?? 0) + 1, sum: (row?.sum ?? 0) + n }));
    },
  },
});
const others = projection<Row, Noted>({
  table: 'spec.others',
  key: ['stream'],
  on: {
    CallFailed: ({ n }, { stream }) =>
      change<Row>({ stream }, (row) => ({ stream, events: (row?.events ?? 0) + 1, sum: (row?.sum ?? 0) + n })),
  },
});
const board = { schema: 'spec', projections: [notes, others] };
const tables = {
  name: '0001',
  sql: ['notes', 'others']
    .map(
      (name) =>
        `create table spec.${name} (stream text primary key, events int not null, sum int not null, position bigint not null);`,
    )
    .join(''),
};
const Heard = defineEvent({ type: 'CallFailed', version: 1, data: z.object({ n: z.number() }) });

describe('A feed, a reaction and a relay', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let log: EventLog;
  let transport: Transport;
  let running: Consumer[] = [];
  let written = 0;
  let heard: number[] = [];
  let failing: (n: number) => Error | null = () => null;

  const note: Reaction = reaction('note', Heard, async ({ n }) => {
    const error = failing(n);
    if (error) throw error;
    heard.push(n);
  });

  beforeEach(async () => {
    database = await freshDatabase();
    await migrate(database.url, [{ schema: 'spec', migrations: [tables] }]);
    pool = servicePool(database.url);
    log = new EventLog(pool);
    transport = await openTransport(testServers().natsUrl, log, 'spec');
    [written, heard, poison, failing] = [0, [], null, () => null];
  });
  afterEach(async () => {
    await stop();
    const carrier = await findCarrier(transport);
    if (carrier) await transport.manager.streams.delete(carrier.name);
    await transport.connection.close();
    await pool.end();
    await database.drop();
  });

  const start = () => {
    const deps = { service: 'spec', pool, log, transport, logger: silent };
    running = [
      startRelay(log, transport, database.url, silent),
      startFeed(board, deps),
      startReaction(note, deps),
      startRedrive(board, [note], deps),
    ];
  };
  const stop = async () => {
    await Promise.all(running.map((one) => one.close()));
    running = [];
  };
  const write = async (count: number) => {
    for (let n = 0; n < count; n++, written++)
      await log.append({
        stream: `call-${written}`,
        expected: 0,
        facts: [{ type: 'CallFailed', version: 1, data: { n: written } }],
        correlation: 'spec',
      });
  };
  const until = async (what: string, holds: () => Promise<boolean> | boolean) => {
    for (const patience = Date.now() + 25_000; Date.now() < patience;) {
      if (await Promise.resolve(holds()).catch(() => false)) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`It did not come to pass that ${what}.`);
  };
  const all = (count: number) => Array.from({ length: count }, (_, n) => n);
  const caughtUp = () =>
    until('the rows show the log', async () => (await checkpoint(pool, 'spec')) === (await log.head()).position);
  const everythingHeard = () => until('every event was heard', () => new Set(heard).size === written);
  const drifts = async () => (await rebuild(pool, log, [board], { repair: false })).drifts;
  const asOwner = async (sql: string) => {
    const owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    await owner.query(sql);
    await owner.end();
  };

  it('go on when the stream is deleted while they run, also when nothing new is appended', async () => {
    failing = (n) => (n === 30 ? new Error('not yet') : null); // still owed when the stream goes
    start();
    await write(40);
    await caughtUp();
    await transport.manager.streams.delete((await findCarrier(transport))!.name);
    failing = () => null;
    await everythingHeard();
    await write(5);
    await caughtUp();
    await everythingHeard();
    expect(await drifts()).toEqual([]);
  });

  it('fill a lost stream from where its readers are, and from the start again for a reaction that is new', async () => {
    start();
    await write(40);
    await caughtUp();
    await until('the floor is kept', async () => (await checkpoint(pool, 'spec', 'spec-note')) === 40);
    await transport.manager.streams.delete((await findCarrier(transport))!.name);
    await write(1);
    await until('it is made again', async () => (await findCarrier(transport))?.base === 40);
    await caughtUp();
    await everythingHeard();

    const late: number[] = [];
    const later = reaction('later', Heard, async ({ n }) => void late.push(n));
    running.push(startReaction(later, { service: 'spec', pool, log, transport, logger: silent }));
    await until('the new reaction heard all that ever was', () => new Set(late).size === 41);
    expect(await drifts()).toEqual([]);
  });

  it('go on when their connections are cut', async () => {
    start();
    await write(20);
    await asOwner(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await until('a write gets through', async () => (await write(20), true));
    await caughtUp();
    await everythingHeard();
    expect(await drifts()).toEqual([]);
  });

  it.each([
    ['shorter than the stream', 0],
    ['and has grown past the stream with other events', 60],
  ])('go on when a backup was restored: the log is %s', async (_, grown) => {
    start();
    await write(50);
    await caughtUp();
    await everythingHeard();
    // As a restored backup leaves it: log, rows and floors of an earlier moment; JetStream of a later one.
    await stop();
    await asOwner(`
      alter table log.events disable trigger all;
      delete from log.events where position > 20;
      update log.head set position = 20, hash = (select hash from log.events where position = 20);
      delete from spec.notes where position > 20; delete from spec.others where position > 20;
      update spec.checkpoints set position = 20;`);
    written = 20;
    heard = all(20);
    const lost = 1_000;
    for (let n = 0; n < grown; n++, written++)
      await log.append({
        stream: `new-${n}`,
        expected: 0,
        facts: [{ type: 'CallFailed', version: 1, data: { n: lost + n } }],
        correlation: 'spec',
      });
    start();
    await caughtUp();
    await until('the new events were heard', () => heard.filter((n) => n >= lost).length === grown);
    await log.append({
      stream: 'last',
      expected: 0,
      facts: [{ type: 'CallFailed', version: 1, data: { n: 5_000 } }],
      correlation: 'spec',
    });
    await until('the last was heard', () => heard.includes(5_000));
    expect(heard.filter((n) => n >= 20 && n < lost)).toEqual([]); // nothing that the log has lost
    await caughtUp();
    expect(await drifts()).toEqual([]);
    const { name, base } = (await findCarrier(transport))!;
    expect(base + (await transport.manager.streams.info(name)).state.last_seq).toBe((await log.head()).position);
  });

  it('take nothing from a stream that carries what the log has lost, before it is filled again', async () => {
    start();
    await write(30);
    await caughtUp();
    await everythingHeard();
    await stop();
    await asOwner(`
      alter table log.events disable trigger all;
      delete from log.events where position > 10;
      update log.head set position = 10, hash = (select hash from log.events where position = 10);
      truncate spec.notes, spec.others; update spec.checkpoints set position = 0;`);
    await transport.manager.consumers.delete((await findCarrier(transport))!.name, 'spec-note');
    await pool.query('update spec.checkpoints set position = 0');
    heard = [];
    const deps = { service: 'spec', pool, log, transport, logger: silent };
    running = [startFeed(board, deps), startReaction(note, deps)]; // no relay yet: the old stream stays
    await until('what the log has is heard', () => heard.length >= 10);
    await new Promise((done) => setTimeout(done, 1_500));
    expect(new Set(heard)).toEqual(new Set(all(10)));
    expect(await checkpoint(pool, 'spec')).toBe(10);
    expect(await drifts()).toEqual([]);
  });

  it('set aside a poison event after five failures, with its reason and places, and go on', async () => {
    failing = (n) => (n === 3 ? new Error('This one cannot be handled.') : null);
    start();
    await write(10);
    const letters = new DeadLetters(pool);
    await until('it is set aside', async () => (await letters.list(10)).some(({ state }) => state === 'dead'));
    expect(await letters.list(10)).toEqual([
      expect.objectContaining({
        service: 'spec',
        consumer: 'spec-note',
        position: 4,
        failures: 5,
        reason: 'Error: This one cannot be handled.',
        stack: expect.stringContaining('recovery.int.spec'),
      }),
    ]);
    expect(new Set(heard)).toEqual(new Set(all(10).filter((n) => n !== 3)));
    const { name } = (await findCarrier(transport))!;
    await new Promise((done) => setTimeout(done, 300));
    expect((await transport.manager.consumers.info(name, 'spec-note')).num_ack_pending).toBe(0); // not tried any more

    failing = () => null;
    const [letter] = await letters.list(10);
    expect(await letters.redrive(letter!.id)).toMatchObject({ state: 'redriving' });
    await until('it is resolved', async () => (await letters.list(10)).length === 0);
    expect(heard).toContain(3);
  });

  it('set it aside again when it fails again, and only a person tries it then', async () => {
    failing = (n) => (n === 0 ? new Error('never') : null);
    start();
    await write(1);
    const letters = new DeadLetters(pool);
    const dead = (failures: number) => async () =>
      (await letters.list(10)).some((one) => one.state === 'dead' && one.failures === failures);
    await until('it is set aside', dead(5));
    await letters.redrive((await letters.list(1))[0]!.id);
    await until('it is set aside again', dead(6));
  });

  it('keep no word of a text in a dead letter', async () => {
    const said = 'the canary sings';
    failing = () => {
      try {
        return JSON.parse(said) as Error;
      } catch (error) {
        return error as Error;
      }
    };
    start();
    await write(1);
    const letters = new DeadLetters(pool);
    await until('it is set aside', async () => (await letters.list(10)).some(({ state }) => state === 'dead'));
    expect(JSON.stringify(await letters.list(10))).not.toContain('canary');
    expect((await letters.list(10))[0]!.reason).toBe('SyntaxError');
  });

  it('count no failure while Postgres is away', async () => {
    let times = 0;
    failing = () => (times++ < 8 ? Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) : null);
    start();
    await write(1);
    await everythingHeard();
    expect(await new DeadLetters(pool).list(10, undefined, true)).toEqual([]);
  });

  it('leave an event out of the one table that cannot take it, keep the others right, and fold it in when re-driven', async () => {
    poison = 3;
    start();
    await write(10);
    const letters = new DeadLetters(pool);
    await until('it is set aside', async () => (await letters.list(10)).some(({ state }) => state === 'dead'));
    await caughtUp();
    expect(await letters.list(10)).toEqual([
      expect.objectContaining({ consumer: 'spec.notes', position: 4, failures: 5 }),
    ]);
    const count = async (table: string) => Number((await pool.query(`select count(*) as n from ${table}`)).rows[0].n);
    expect([await count('spec.notes'), await count('spec.others')]).toEqual([9, 10]);

    poison = null;
    await letters.redrive((await letters.list(1))[0]!.id);
    await until('it is folded in', async () => (await count('spec.notes')) === 10);
    await until('it is resolved', async () => (await letters.list(10)).length === 0);
    expect(await drifts()).toEqual([]);
  });

  it('set aside an event that a newer TaskBench wrote, and go on', async () => {
    start();
    await write(1);
    await log.append({
      stream: 'newer-1',
      expected: 0,
      facts: [{ type: 'CallFailed', version: 9, data: { n: 1 } }],
      correlation: 'spec',
    });
    await write(1);
    const letters = new DeadLetters(pool);
    await until(
      'all three consumers set it aside',
      async () => (await letters.list(10)).filter(({ state }) => state === 'dead').length === 3,
    );
    await caughtUp();
    await everythingHeard();
    expect((await letters.list(10))[0]!.reason).toContain('newer TaskBench');
  });

  it('show every event of fifty writers once and in order, with delays and rollbacks among them', async () => {
    start();
    const seen: number[] = [];
    const deps = { service: 'spec', pool, log, transport, logger: silent };
    const ordered = startFeed({ ...board, committed: (position) => seen.push(position) }, deps);
    running.push(ordered);
    const writer = async (name: number) => {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      const mine = new EventLog(pool);
      for (let n = 0; n < 8; n++) {
        await new Promise((done) => setTimeout(done, (name * 7 + n * 13) % 20));
        const entry = {
          stream: `w${name}-${n}`,
          expected: 0,
          facts: [{ type: 'CallFailed', version: 1, data: { n: name * 8 + n } }],
          correlation: 'spec',
        };
        if ((name + n) % 3 === 0) {
          const { APPEND, appendArguments } = await import('@taskbench/event-log');
          await client.query('begin');
          await client.query(`select ${APPEND}`, appendArguments([{ ...entry, stream: `undone-${name}-${n}` }]));
          await new Promise((done) => setTimeout(done, n % 5));
          await client.query('rollback');
        }
        await mine.append(entry);
      }
      await client.end();
    };
    await Promise.all(all(50).map(writer));
    written = 400;
    await caughtUp();
    await everythingHeard();
    expect([...heard].sort((a, b) => a - b)).toEqual(all(400));
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const rows = await log.rows(0, 1_000);
    expect(rows.map(({ position }) => position)).toEqual(all(400).map((n) => n + 1));
    for (const [at, row] of rows.entries()) {
      const message =
        at % 40 === 0 &&
        (await transport.manager.streams.getMessage((await findCarrier(transport))!.name, { seq: at + 1 }));
      if (message) expect((JSON.parse(message.string()) as Stored).id).toBe(parseStored(row).id);
    }
    const sums = await pool.query('select count(*)::int as streams, sum(events)::int as events from spec.notes');
    expect(sums.rows[0]).toEqual({ streams: 400, events: 400 });
    expect(await drifts()).toEqual([]);
  });
});
