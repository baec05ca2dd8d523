import { EventLog, migrate, servicePool, type Pool } from '@taskbench/event-log';
import { freshDatabase, testServers, type FreshDatabase } from '@taskbench/testing';
import { logger } from '@taskbench/telemetry';
import { startRelay, type Relay } from './relay.ts';
import { findCarrier, makeCarrier, openTransport, type Transport } from './transport.ts';

const silent = logger('spec');
silent.level = 'silent';

describe('The relay', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let log: EventLog;
  let transport: Transport;
  let relays: Relay[] = [];
  let written = 0;

  beforeAll(async () => {
    database = await freshDatabase();
    await migrate(database.url);
    pool = servicePool(database.url);
    log = new EventLog(pool);
    transport = await openTransport(testServers().natsUrl, log, 'spec');
  });
  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.close()));
    relays = [];
  });
  afterAll(async () => {
    await remove();
    await transport.connection.close();
    await pool.end();
    await database.drop();
  });

  const remove = async () => {
    const carrier = await findCarrier(transport);
    if (carrier) await transport.manager.streams.delete(carrier.name);
  };
  const lastOf = async () => {
    const carrier = await findCarrier(transport);
    return carrier && carrier.base + (await transport.manager.streams.info(carrier.name)).state.last_seq;
  };
  const write = async (count: number) => {
    const facts = [{ type: 'CallFailed', version: 1, data: { n: 1 } }];
    for (let n = 0; n < count; n++)
      await log.append({ stream: `call-${written++}`, expected: 0, facts, correlation: 'spec' });
  };
  const start = (pause?: () => void) => {
    const relay = startRelay(log, transport, database.url, silent, pause);
    relays.push(relay);
    return relay;
  };
  const carried = async (position: number) => {
    for (let tries = 0; tries < 200; tries++) {
      if ((await lastOf().catch(() => null)) === position) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`The stream did not reach ${position}.`);
  };
  const sameAsLog = async () => {
    const rows = await log.rows(0, 10_000);
    await carried(rows.length);
    const { name, base } = (await findCarrier(transport))!;
    for (const { position, id } of rows.slice(base)) {
      const message = await transport.manager.streams.getMessage(name, { seq: position - base });
      expect(message?.header.get('Nats-Msg-Id')).toBe(id);
    }
  };

  it('puts each event at the sequence of its position, with two relays at once', async () => {
    start();
    start();
    await write(120);
    await sameAsLog();
  });

  it('makes a lost stream once, however many relays start at once', async () => {
    let made = 0;
    const told = transport.connection.subscribe('$JS.EVENT.ADVISORY.STREAM.CREATED.*', {
      callback: (_, { subject }) => void (made += subject.includes(transport.logId) ? 1 : 0),
    });
    await remove();
    for (let n = 0; n < 5; n++) start();
    await sameAsLog();
    await new Promise((done) => setTimeout(done, 500));
    told.unsubscribe();
    expect(made).toBe(1);
  });

  it('publishes what was appended before a crash, once', async () => {
    let crash = true;
    const crashed = start(() => {
      if (crash) throw new Error('killed between append and publish');
    });
    await write(5);
    await new Promise((done) => setTimeout(done, 300));
    expect(await lastOf()).toBe(120);
    crash = false;
    await crashed.close();
    relays = [];
    start();
    await sameAsLog();
  });

  it('fills a stream again that was deleted while it ran', async () => {
    start();
    await carried(written);
    await remove();
    await write(1);
    await sameAsLog();
  });

  it('does not take a stream for its own that holds something else at its end', async () => {
    const { subjectOf } = await makeCarrier(transport, 0);
    for (let n = 0; n < 3; n++)
      await transport.client.publish(subjectOf('AttemptStarted'), 'foreign', { msgID: `foreign-${n}` });
    start();
    await sameAsLog();
  });
});
