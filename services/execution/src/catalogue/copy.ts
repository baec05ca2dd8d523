import type { Pool } from '@taskbench/event-log';
import { readModels, type OfferedModel } from '@taskbench/models';

/** The provider's list as it was last fetched. */
export interface Listing {
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
  readonly ageMs: number;
  /** Null: the provider keeps no list. */
  readonly models: readonly OfferedModel[] | null;
  readonly leftOut: number;
}

const NOW = '(extract(epoch from clock_timestamp()) * 1000)::bigint';
// What this process has read already is not sent again.
const READ = `select fetched_at, ${NOW} - fetched_at as age_ms, case when fetched_at = $3 then null else answer::text end as answer
  from execution.catalogue where connection_id = $1 and address = $2`;
const WRITE = `insert into execution.catalogue values ($1, $2, ${NOW}, $3) on conflict (connection_id)
  do update set address = excluded.address, fetched_at = excluded.fetched_at, answer = excluded.answer`;

/** The copy of a connection's list in Postgres: it survives a restart, and replicas share it. */
export class ListingCopy {
  private read_: Omit<Listing, 'ageMs'> | null = null;

  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly connectionId: string,
    private readonly address: string,
  ) {}

  async read(): Promise<Listing | null> {
    const values = [this.connectionId, this.address, this.read_?.fetchedAt ?? 0];
    const { rows } = await this.pool.query<{ fetched_at: number; age_ms: number; answer: string | null }>(READ, values);
    const [row] = rows;
    if (!row) return null;
    if (this.read_?.fetchedAt !== row.fetched_at) this.read_ = { fetchedAt: row.fetched_at, ...offerOf(row.answer) };
    return { ...this.read_, ageMs: Math.max(0, row.age_ms) };
  }

  /** Keeps a list as the provider gave it, so that a newer TaskBench can read more from it. */
  async write(answer: string | null): Promise<void> {
    await this.pool.query(WRITE, [this.connectionId, this.address, answer]);
  }
}

const offerOf = (answer: string | null): Pick<Listing, 'models' | 'leftOut'> =>
  answer === null ? { models: null, leftOut: 0 } : readModels(JSON.parse(answer));
