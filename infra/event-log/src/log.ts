import { randomUUID } from 'node:crypto';
import { catalog, type Stored } from '@taskbench/contracts';
import type { Fact } from '@taskbench/kernel';
import { appendConflicts, commitEvents, commitSeconds } from '@taskbench/telemetry';
import type { Client, Pool } from './database.ts';
import { groupCommit, type GroupCommit } from './group-commit.ts';
import type { SealedText } from './texts.ts';

/** An event's row with its data as the text that was hashed. */
export interface StoredRow extends Omit<Stored, 'data'> {
  readonly data: string;
  readonly hash: Buffer;
}

/** Facts for one stream, all or nothing, with the texts that they name. */
export interface Entry {
  readonly stream: string;
  /** The version that the stream must be at: the facts become `expected + 1` and so on. */
  readonly expected: number;
  readonly facts: readonly Fact[];
  readonly correlation: string;
  readonly causation?: string | null;
  readonly texts?: readonly SealedText[];
}

/** The first position of an entry, or that another was faster. */
export type Appended = { readonly position: number } | 'conflict';

const ALONE = 7_004; // the advisory lock of who does something alone
const COLUMNS =
  'position, stream, version, type, schema_version, id, at, correlation, causation, data::text as data, hash';

/** An event's data in today's version of its contract. */
export const dataOf = (event: Stored): unknown => catalog.get(event.type)?.event.read(event) ?? event.data;

/** Lifts an event's data to today's version of its contract. */
export const lift = (event: Stored): Stored => ({ ...event, data: dataOf(event) });

/** An event of the log with its data read, of the version that it was written in. */
export function parseStored({ hash, ...row }: StoredRow): Stored {
  void hash;
  return { ...row, data: JSON.parse(row.data) as unknown };
}

/** The entries of one commit as the log function's arguments; the data of their events as JSON lines, which nothing escapes. */
export function appendArguments(entries: readonly Entry[], at = Date.now() * 1000): unknown[] {
  const [streams, expected, counts]: [string[], number[], number[]] = [[], [], []];
  const [ids, types, versions, ats]: [string[], string[], number[], number[]] = [[], [], [], []];
  const [correlations, causations, lines]: [string[], (string | null)[], string[]] = [[], [], []];
  const [scopes, digests, ciphertexts]: [string[], Buffer[], Buffer[]] = [[], [], []];
  for (const entry of entries) {
    streams.push(entry.stream);
    expected.push(entry.expected);
    counts.push(entry.facts.length);
    for (const { type, version, data } of entry.facts) {
      ids.push(randomUUID());
      types.push(type);
      versions.push(version);
      ats.push(at);
      correlations.push(entry.correlation);
      causations.push(entry.causation ?? null);
      lines.push(JSON.stringify(data));
    }
    for (const { scope, digest, ciphertext } of entry.texts ?? []) {
      scopes.push(scope);
      digests.push(Buffer.from(digest, 'hex'));
      ciphertexts.push(ciphertext);
    }
  }
  const events = [ids, types, versions, ats, correlations, causations, lines.join('\n')];
  return [streams, expected, counts, ...events, scopes, digests, ciphertexts];
}

export const APPEND = `log.append($1::text[], $2::int[], $3::int[], $4::uuid[], $5::text[], $6::smallint[], $7::bigint[], $8::text[],
  $9::uuid[], string_to_array($10, e'\\n'), $11::uuid[], $12::bytea[], $13::bytea[])`;

/** What the log function answered, entry by entry. */
export const appended = (firsts: readonly (number | null)[]): Appended[] =>
  firsts.map((position) => (position === null ? 'conflict' : { position: Number(position) }));

/** Counts a commit: its events, its time, its losers. */
export function observed(entries: readonly Entry[], results: Appended[], began: number): Appended[] {
  commitSeconds.observe((performance.now() - began) / 1000);
  commitEvents.observe(entries.reduce((sum, { facts }) => sum + facts.length, 0));
  appendConflicts.inc(results.filter((result) => result === 'conflict').length);
  return results;
}

/**
 * The append-only log of everything that happened. What a transaction needs is read `within` its own connection: were it
 * to wait for another of the same pool, as many transactions as there are connections would wait for ever.
 */
export class EventLog {
  private readonly writer: GroupCommit;

  /** @param pool Steady connections, which claims and projections share. */
  constructor(readonly pool: Pool) {
    this.writer = groupCommit((entries) => this.commit(entries));
  }

  /** Appends, together with whatever else this process appends meanwhile; a loser gets `conflict` alone. */
  append(entry: Entry): Promise<Appended> {
    return this.writer(entry);
  }

  private async commit(entries: readonly Entry[]): Promise<Appended[]> {
    const began = performance.now();
    const { rows } = await this.pool.query<{ firsts: (number | null)[] }>({
      name: 'append',
      text: `select ${APPEND} as firsts`,
      values: appendArguments(entries),
    });
    return observed(entries, appended(rows[0]!.firsts), began);
  }

  /** The events of a stream after a version, oldest first. */
  async stream(stream: string, after = 0): Promise<Stored[]> {
    const { rows } = await this.pool.query<StoredRow>({
      name: 'stream',
      text: `select ${COLUMNS} from log.events where stream = $1 and version > $2 order by version`,
      values: [stream, after],
    });
    return rows.map((row) => lift(parseStored(row)));
  }

  /** Up to `limit` events after a position, in order, data as the text that was hashed. */
  async rows(after: number, limit: number, within: Pool | Client = this.pool): Promise<StoredRow[]> {
    const { rows } = await within.query<StoredRow>({
      name: 'after',
      text: `select ${COLUMNS} from log.events where position > $1 order by position limit $2`,
      values: [after, limit],
    });
    return rows;
  }

  /** The ids of those events that lie at their positions: what was carried before a backup was restored does not. */
  async held(events: readonly Pick<Stored, 'position' | 'id'>[]): Promise<Set<string>> {
    const { rows } = await this.pool.query<{ id: string }>({
      name: 'held',
      text: `select a.id from unnest($1::bigint[], $2::uuid[]) a(position, id)
        where (select e.id from log.events e where e.position = a.position) = a.id`,
      values: [events.map(({ position }) => position), events.map(({ id }) => id)],
    });
    return new Set(rows.map(({ id }) => id));
  }

  /** The position that every reader of the log has passed: projections by their rows, reactions by what they handled. */
  async lowWater(): Promise<number> {
    const { rows } = await this.pool.query<{ at: number }>('select log.low_water() as at');
    return rows[0]!.at;
  }

  /**
   * Does something as the only one of all processes that use this log; the others wait for their turn. Of one process only
   * one asks: who waits keeps a connection, which the work of another may need.
   */
  async alone<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query('select pg_advisory_xact_lock($1)', [ALONE]);
      return await work();
    } finally {
      await client.query('commit').then(
        () => client.release(),
        () => client.release(true), // its end frees the lock
      );
    }
  }

  /** The last position and the log's own id. */
  async head(): Promise<{ position: number; log_id: string }> {
    const { rows } = await this.pool.query<{ position: number; log_id: string }>(
      'select position, log_id from log.head',
    );
    return rows[0]!;
  }
}
