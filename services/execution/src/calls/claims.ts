import type { CallRequested, DataOf } from '@taskbench/contracts';
import { appendArguments, appended, type Appended, type Entry, type Pool } from '@taskbench/event-log';

/** A call whose attempt is in the log and ours to send. */
export interface Claimed {
  /** Of the call's stream, its AttemptStarted included. */
  readonly version: number;
  readonly attempt: number;
  readonly request: { readonly failures: number; readonly call: DataOf<typeof CallRequested> };
}

/** A call that this process is done with, and the version that its stream has reached. */
export interface Release {
  readonly call_id: string;
  readonly version: number;
}

/** Releases, claims and appends in one transaction and one round trip. */
export async function step(
  pool: Pool,
  owner: string,
  released: readonly Release[],
  want: number,
  entries: readonly Entry[],
): Promise<{ appended: Appended[]; claimed: Claimed[] }> {
  const at = Date.now() * 1000;
  const { rows } = await pool.query<{ firsts: (number | null)[]; claimed: Claimed[] }>({
    name: 'step',
    text: `select * from execution.step($1, $2::text[], $3::int[], $4, $5::bigint, $6::text[], $7::int[], $8::int[], $9::uuid[],
      $10::text[], $11::smallint[], $12::bigint[], $13::text[], $14::uuid[], $15::text[], $16::uuid[], $17::bytea[], $18::bytea[])`,
    values: [
      owner,
      released.map(({ call_id }) => call_id),
      released.map(({ version }) => version),
      want,
      at,
      ...appendArguments(entries, at),
    ],
  });
  return { appended: appended(rows[0]!.firsts), claimed: rows[0]!.claimed };
}
