import { setTimeout as sleep } from 'node:timers/promises';
import { CallFailed, type Stored } from '@taskbench/contracts';
import { APPEND, appendArguments, EventLog, parseStored, type Entry } from '@taskbench/event-log';
import pg from 'pg';
import { all, Pipeline } from '../test/pipeline.ts';
import { startFeed } from './feed.ts';
import { findCarrier } from './transport.ts';

const WRITERS = 50;
const EACH = 12;
const EVENTS = WRITERS * EACH;

/** A repeatable stream of chances. */
const chances = (seed: number) => () => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return seed / 2 ** 32;
};

describe('Fifty writers with delays and rollbacks', () => {
  let here: Pipeline;
  beforeEach(async () => {
    here = await Pipeline.open();
  });
  afterEach(() => here.close());

  const entry = (stream: string, n: number): Entry => ({
    stream,
    expected: 0,
    facts: [{ type: 'CallFailed', version: CallFailed.version, data: { n } }],
    correlation: 'spec',
  });

  /** Holds an append in an open transaction for a while, then takes it back or not. */
  async function slowly(client: pg.Client, one: Entry, kept: boolean, ms: number): Promise<void> {
    await client.query('begin');
    await client.query(`select ${APPEND}`, appendArguments([one]));
    await sleep(ms);
    await client.query(kept ? 'commit' : 'rollback');
  }

  async function write(writer: number): Promise<void> {
    const chance = chances(writer + 1);
    const client = new pg.Client({ connectionString: here.database.url });
    await client.connect();
    const log = new EventLog(here.pool);
    for (let n = 0; n < EACH; n++) {
      await sleep(chance() * 30);
      const number = writer * EACH + n;
      if (chance() < 0.3) await slowly(client, entry(`undone-${number}`, -1), false, chance() * 8);
      if (chance() < 0.3) await slowly(client, entry(`call-${number}`, number), true, chance() * 8);
      else await log.append(entry(`call-${number}`, number));
    }
    await client.end();
  }

  it('leave every event once and in order to each consumer', async () => {
    const shown: number[] = [];
    here.start();
    here.host(startFeed({ ...here.board, committed: (position) => shown.push(position) }, here.deps));
    await Promise.all(all(WRITERS).map(write));
    here.written = EVENTS;
    await here.caughtUp();
    await here.everythingHeard();

    const rows = (await here.log.rows(0, EVENTS + 1)).map(parseStored);
    expect(rows.map(({ position }) => position)).toEqual(all(EVENTS).map((n) => n + 1));
    expect([...here.heard].sort((a, b) => a - b)).toEqual(all(EVENTS)); // a reaction: each once
    expect(shown).toEqual([...shown].sort((a, b) => a - b)); // a feed: never backwards
    const { rows: folded } = await here.pool.query(
      'select sum(events)::int as events, sum(sum)::int as sum from spec.notes',
    );
    expect(folded[0]).toEqual({ events: EVENTS, sum: (EVENTS * (EVENTS - 1)) / 2 });
    const order = await here.pool.query<{ stream: string }>('select stream from spec.notes order by position');
    expect(order.rows.map(({ stream }) => stream)).toEqual(rows.map(({ stream }) => stream));
    expect(await here.drifts()).toEqual([]);

    const { name, base } = (await findCarrier(here.transport))!;
    expect([base, await here.carried()]).toEqual([0, EVENTS]);
    for (const { position, id } of rows) {
      const carried = await here.transport.manager.streams.getMessage(name, { seq: position });
      expect((JSON.parse(carried!.string()) as Stored).id).toBe(id);
    }
  });
});
