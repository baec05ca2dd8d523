import type { Pool } from '@taskbench/event-log';

/** A connection as its row holds it. */
export interface StoredConnection {
  readonly connection_id: string;
  readonly name: string;
  readonly base_url: string;
  readonly origin: string;
  readonly sealed_key: Buffer | null;
  readonly key_ends: string | null;
  readonly key_set_at: Date | null;
  /** Grows with each change. */
  readonly revision: number;
  readonly created_at: Date;
}

/** What the last free request brought. */
export interface LastAnswer {
  readonly answered_at: Date;
  readonly answered: boolean;
  readonly answer: string;
}

/** A key ready to be kept. */
export interface SealedKey {
  readonly sealed: Buffer;
  readonly ends: string | null;
}

const ROW = 'connection_id, name, base_url, origin, sealed_key, key_ends, key_set_at, revision, created_at';
const ADD = `insert into execution.connections
    (connection_id, concurrency, name, base_url, origin, sealed_key, key_ends, key_set_at)
  values ($1, $2, $3, $4, $5, $6, $7, case when $6::bytea is null then null else now() end)
  on conflict (connection_id) do nothing returning ${ROW}`;
// In one statement, so that no moment is in which a key belongs to an origin that it was not set for.
const CHANGE = `update execution.connections set name = $3, base_url = $4, origin = $5,
    sealed_key = case when $6 then $7 when origin = $5 then sealed_key end,
    key_ends = case when $6 then $8 when origin = $5 then key_ends end,
    key_set_at = case when $6 then case when $7::bytea is null then null else now() end when origin = $5 then key_set_at end,
    answered_at = null, answered = null, answer = null, revision = revision + 1
  where connection_id = $1 and revision = $2 returning ${ROW}`;
// Evaluations that have not ended, and calls for tasks that are not settled.
const USED = `select exists (select from execution.evaluations
      where ended_at is null and started::jsonb -> 'models' @> jsonb_build_array(jsonb_build_object('connection_id', $1::text)))
    or exists (select from execution.due_calls where evaluation_id is null and request ->> 'connection_id' = $1) as used`;

/** The rows of connections. */
export class StoredConnections {
  constructor(private readonly pool: Pool) {}

  async all(): Promise<StoredConnection[]> {
    const text = `select ${ROW} from execution.connections where name is not null order by created_at, connection_id`;
    return (await this.pool.query<StoredConnection>(text)).rows;
  }

  async one(id: string): Promise<StoredConnection | null> {
    const text = `select ${ROW} from execution.connections where connection_id = $1 and name is not null`;
    return (await this.pool.query<StoredConnection>({ name: 'connection', text, values: [id] })).rows[0] ?? null;
  }

  /** Null when there is one with this id already. */
  async add(
    { connection_id, name, base_url, origin }: Pick<StoredConnection, 'connection_id' | 'name' | 'base_url' | 'origin'>,
    key: SealedKey | null,
    concurrency: number,
  ): Promise<StoredConnection | null> {
    const values = [connection_id, concurrency, name, base_url, origin, key?.sealed ?? null, key?.ends ?? null];
    return (await this.pool.query<StoredConnection>(ADD, values)).rows[0] ?? null;
  }

  /** `key`: undefined keeps it where the origin stays, null erases it. Null when it changed meanwhile. */
  async change(
    {
      connection_id,
      revision,
      name,
      base_url,
      origin,
    }: Omit<StoredConnection, 'sealed_key' | 'key_ends' | 'key_set_at' | 'created_at'>,
    key: SealedKey | null | undefined,
  ): Promise<StoredConnection | null> {
    const keyed = [key !== undefined, key?.sealed ?? null, key?.ends ?? null];
    const values = [connection_id, revision, name, base_url, origin, ...keyed];
    return (await this.pool.query<StoredConnection>(CHANGE, values)).rows[0] ?? null;
  }

  async remove(id: string): Promise<void> {
    await this.pool.query(
      `with gone as (delete from execution.connections where connection_id = $1 and name is not null)
       delete from execution.catalogue where connection_id = $1`,
      [id],
    );
  }

  /** Whether something that runs, or is paused, sends its calls there. */
  async used(id: string): Promise<boolean> {
    return (await this.pool.query<{ used: boolean }>(USED, [id])).rows[0]!.used;
  }

  async heard(id: string, answered: boolean, answer: string): Promise<void> {
    const text = `update execution.connections set answered_at = now(), answered = $2, answer = $3 where connection_id = $1`;
    await this.pool.query(text, [id, answered, answer]);
  }

  async answers(): Promise<Map<string, LastAnswer>> {
    const { rows } = await this.pool.query<LastAnswer & { connection_id: string }>(
      `select connection_id, answered_at, answered, answer from execution.connections where answered_at is not null`,
    );
    return new Map(rows.map((row) => [row.connection_id, row]));
  }
}
