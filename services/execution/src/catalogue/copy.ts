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
const READ = `select fetched_at, ${NOW} - fetched_at as age_ms, case when fetched_at = $3 then null else answer end as answer
  from execution.catalogue where connection_id = $1 and address = $2`;
// Each copy has a time of its own.
const WRITE = `insert into execution.catalogue as c values ($1, $2, ${NOW}, $3) on conflict (connection_id)
  do update set address = excluded.address, fetched_at = greatest(excluded.fetched_at, c.fetched_at + 1), answer = excluded.answer
  returning fetched_at`;

/** The copy of a connection's list in Postgres: it survives a restart, and replicas share it. */
export class ListingCopy {
  private known: Omit<Listing, 'ageMs'> | null = null;

  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly connectionId: string,
    private readonly address: string,
  ) {}

  async read(): Promise<Listing | null> {
    const { known } = this; // what is written meanwhile is not what was asked about
    const values = [this.connectionId, this.address, known?.fetchedAt ?? 0];
    const { rows } = await this.pool.query<{ fetched_at: number; age_ms: number; answer: string | null }>(READ, values);
    const [row] = rows;
    if (!row) return null;
    const { fetched_at: fetchedAt, age_ms, answer } = row;
    const current = known?.fetchedAt === fetchedAt ? known : { fetchedAt, ...offerOf(answer) };
    this.known = current;
    return { ...current, ageMs: Math.max(0, age_ms) };
  }

  /** Keeps a list as the provider gave it, so that a newer TaskBench can read more from it. */
  async write(answer: string | null): Promise<Listing> {
    const values = [this.connectionId, this.address, answer];
    const { rows } = await this.pool.query<{ fetched_at: number }>(WRITE, values);
    this.known = { fetchedAt: rows[0]!.fetched_at, ...offerOf(answer) };
    return { ...this.known, ageMs: 0 };
  }
}

const offerOf = (answer: string | null): Pick<Listing, 'models' | 'leftOut'> =>
  answer === null ? { models: null, leftOut: 0 } : readModels(JSON.parse(answer));
