import type { CallRequested, DataOf, FailureReason } from '@taskbench/contracts';
import { appendArguments, appended, observed, type Appended, type Entry, type Pool } from '@taskbench/event-log';

/** A call whose attempt is in the log and ours to send. */
export interface Claimed {
  /** Of the call's stream, its AttemptStarted included. */
  readonly version: number;
  readonly attempt: number;
  readonly request: {
    readonly failures: number;
    /** From when on the attempt could have been sent, microseconds since 1970; 0: not known. */
    readonly since: number;
    readonly call: DataOf<typeof CallRequested>;
  };
}

/** What an attempt says about its model. */
export interface Outcome {
  /** Why there was no answer; null for an answer. */
  readonly reason: FailureReason | null;
  /** The call failed with it: no further attempt is made. */
  readonly final: boolean;
  readonly sent_ago_ms: number;
  /** The provider wants nothing for the model for so long; null where it says nothing. */
  readonly wait_ms: number | null;
}

/** An attempt that this process is done with, and the version that its call's stream has reached. */
export interface Release {
  readonly call_id: string;
  readonly attempt: number;
  readonly version: number;
  /** Null: an answer, and nothing else to tell. */
  readonly outcome: Outcome | null;
}

/** Says how many calls at a time each connection takes, over all evaluations and replicas. */
export async function limitConnections(pool: Pool, connectionId: string, concurrency: number): Promise<void> {
  await pool.query(
    `with others as (update execution.connections set concurrency = $2 where connection_id <> $1)
     insert into execution.connections (connection_id, concurrency) values ($1, $2)
     on conflict (connection_id) do update set concurrency = excluded.concurrency`,
    [connectionId, concurrency],
  );
}

/** The calls that this process holds in the log's eyes: what a lost reply claimed is among them. */
export async function holding(pool: Pool, owner: string): Promise<Claimed[]> {
  const { rows } = await pool.query<Claimed>(
    'select version, attempt, request from execution.leases where owner = $1 order by call_id',
    [owner],
  );
  return rows;
}

/**
 * Counts outcomes, releases, claims and appends in one transaction and one round trip. A claim of up to `want` calls
 * looks at all limits; `swap` is cheaper and takes no more than what is released, each call in the place of one of its
 * model, unless a model is in trouble.
 */
export async function step(
  pool: Pool,
  owner: string,
  released: readonly Release[],
  want: number,
  entries: readonly Entry[],
  swap = false,
): Promise<{ appended: Appended[]; claimed: Claimed[] }> {
  const at = Date.now() * 1000;
  const began = performance.now();
  const { rows } = await pool.query<{ firsts: (number | null)[]; claimed: Claimed[] }>({
    name: 'step',
    text: `select * from execution.step($1, $2::text[], $3::int[], $4::int[], $5::json, $6, $7, $8::bigint, $9::text[], $10::int[],
      $11::int[], $12::uuid[], $13::text[], $14::smallint[], $15::bigint[], $16::text[], $17::uuid[],
      string_to_array($18, e'\\n'), $19::uuid[], $20::bytea[], $21::bytea[])`,
    values: [
      owner,
      released.map(({ call_id }) => call_id),
      released.map(({ attempt }) => attempt),
      released.map(({ version }) => version),
      released.some(({ outcome }) => outcome) ? JSON.stringify(released.map(({ outcome }) => outcome)) : null,
      want,
      swap,
      at,
      ...appendArguments(entries, at),
    ],
  });
  return { appended: observed(entries, appended(rows[0]!.firsts), began), claimed: rows[0]!.claimed };
}
