import { setTimeout as sleep } from 'node:timers/promises';
import { CallFailed, defineEvent } from '@taskbench/contracts';
import {
  change,
  checkpoint,
  DeadLetters,
  EventLog,
  migrate,
  projection,
  rebuild,
  servicePool,
  steadyPool,
  type Drift,
  type Pool,
} from '@taskbench/event-log';
import { logger, type Logger } from '@taskbench/telemetry';
import { freshDatabase, testServers, type FreshDatabase } from '@taskbench/testing';
import pg from 'pg';
import { z } from 'zod';
import type { Consumer } from '../src/feed.ts';
import { startFeed } from '../src/feed.ts';
import { reaction, startReaction, type Reaction } from '../src/reaction.ts';
import { startRedrive } from '../src/redrive.ts';
import { startRelay } from '../src/relay.ts';
import { findCarrier, openTransport, type Transport } from '../src/transport.ts';

const silent = logger('spec');
silent.level = process.env['SPEC_LOG'] ?? 'silent';

type Noted = { type: 'CallFailed'; version: number; data: { n: number } };
interface Row {
  stream: string;
  events: number;
  sum: number;
}
/** An event with a number. */
export const Heard = defineEvent({ type: 'CallFailed', version: 1, data: z.object({ n: z.number() }) });
const tables = {
  name: '0001',
  sql: ['notes', 'others']
    .map(
      (name) =>
        `create table spec.${name} (stream text primary key, events int not null, sum int not null, position bigint not null);`,
    )
    .join(''),
};

/** The numbers from 0 on. */
export const all = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Waits for something that must come to pass. */
export async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  for (const patience = Date.now() + 25_000; Date.now() < patience; await sleep(50))
    if (await Promise.resolve(holds()).catch(() => false)) return;
  throw new Error(`It did not come to pass that ${what}.`);
}

/** A log, its relay, a feed with two tables and a reaction, on a database of their own. */
export class Pipeline {
  /** What the reaction heard, in the order in which it did. */
  heard: number[] = [];
  written = 0;
  /** Why the reaction fails on a number; null when it does not. */
  failing: (n: number) => Error | null = () => null;
  /** What the first table makes of a number; may throw. */
  folding: (n: number) => number = (n) => n;
  running: Consumer[] = [];
  logger: Logger = silent;

  readonly pool: Pool;
  readonly log: EventLog;
  readonly letters: DeadLetters;

  private constructor(
    readonly database: FreshDatabase,
    readonly natsUrl: string,
  ) {
    this.pool = servicePool(database.url);
    this.log = new EventLog(steadyPool(database.url));
    this.letters = new DeadLetters(this.pool);
  }

  transport!: Transport;

  static async open(database?: FreshDatabase, natsUrl = testServers().natsUrl): Promise<Pipeline> {
    const own = database ?? (await freshDatabase());
    await migrate(own.url, [{ schema: 'spec', migrations: [tables] }]);
    const pipeline = new Pipeline(own, natsUrl);
    pipeline.transport = await openTransport(natsUrl, pipeline.log, 'spec');
    return pipeline;
  }

  private table(name: string, value: (n: number) => number) {
    return projection<Row, Noted>({
      table: `spec.${name}`,
      key: ['stream'],
      on: {
        CallFailed: ({ n }, { stream }) => {
          const sum = value(n);
          return change<Row>({ stream }, (row) => ({
            stream,
            events: (row?.events ?? 0) + 1,
            sum: (row?.sum ?? 0) + sum,
          }));
        },
      },
    });
  }

  readonly board = {
    schema: 'spec',
    projections: [this.table('notes', (n) => this.folding(n)), this.table('others', (n) => n)],
  };

  readonly note: Reaction = reaction('note', Heard, async ({ n }) => {
    const error = this.failing(n);
    if (error) throw error;
    this.heard.push(n);
  });

  get deps() {
    const { pool, log, transport, logger } = this;
    return { service: 'spec', pool, log, transport, logger };
  }

  startRelay(): Consumer {
    return this.host(startRelay(this.log, this.transport, this.database.url, this.logger));
  }

  startFeed(): Consumer {
    return this.host(startFeed(this.board, this.deps));
  }

  startReaction(one = this.note): Consumer {
    return this.host(startReaction(one, this.deps));
  }

  host<C extends Consumer>(one: C): C {
    this.running.push(one);
    return one;
  }

  start(): void {
    this.startRelay();
    this.startFeed();
    this.startReaction();
    this.host(startRedrive(this.board, [this.note], this.deps));
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map((one) => one.close()));
    this.running = [];
  }

  async close(): Promise<void> {
    await this.stop();
    const carrier = await findCarrier(this.transport);
    if (carrier) await this.transport.manager.streams.delete(carrier.name);
    await this.transport.connection.close();
    await Promise.all([this.pool.end(), this.log.pool.end()]);
    await this.database.drop();
  }

  /** Appends one event for a number, to a stream of its own; of today's version, which nothing lifts. */
  async append(n: number, stream = `call-${n}`, version: number = CallFailed.version): Promise<void> {
    const facts = [{ type: 'CallFailed', version, data: { n } }];
    await this.log.append({ stream, expected: 0, facts, correlation: 'spec' });
  }

  /** Appends the next numbers. What fails is not counted: the next attempt begins with it, and finds it if it was kept. */
  async write(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      await this.append(this.written);
      this.written++;
    }
  }

  caughtUp(): Promise<void> {
    return until(
      'the rows show the log',
      async () => (await checkpoint(this.pool, 'spec')) === (await this.log.head()).position,
    );
  }

  everythingHeard(): Promise<void> {
    return until('every event was heard', () => new Set(this.heard).size === this.written);
  }

  async drifts(): Promise<Drift[]> {
    return (await rebuild(this.pool, this.log, [this.board], { repair: false })).drifts;
  }

  /** Does something that no service may. */
  async asOwner(sql: string): Promise<void> {
    const owner = new pg.Client({ connectionString: this.database.url });
    await owner.connect();
    await owner.query(sql);
    await owner.end();
  }

  /** As a restored backup leaves it: log, rows and floors of an earlier moment; JetStream of a later one. */
  async restore(position: number): Promise<void> {
    await this.asOwner(`
      alter table log.events disable trigger all;
      delete from log.events where position > ${position};
      update log.head set position = ${position}, hash = coalesce(
        (select hash from log.events where position = ${position}), sha256('taskbench'));
      delete from spec.notes where position > ${position}; delete from spec.others where position > ${position};
      update spec.checkpoints set position = least(position, ${position});`);
    this.written = position;
    this.heard = all(position);
  }

  /** Where the stream ends, as a position of the log; null while there is none. */
  async carried(): Promise<number | null> {
    const carrier = await findCarrier(this.transport);
    return carrier && carrier.base + (await this.transport.manager.streams.info(carrier.name)).state.last_seq;
  }

  async deleteStream(): Promise<void> {
    await this.transport.manager.streams.delete((await findCarrier(this.transport))!.name);
  }

  async count(table: string): Promise<number> {
    return Number((await this.pool.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]!.n);
  }

  isSetAside(): Promise<void> {
    return until('it is set aside', async () => (await this.letters.list(10)).some(({ state }) => state === 'dead'));
  }
}
