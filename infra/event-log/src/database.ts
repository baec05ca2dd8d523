import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

// Positions, times and nano-dollars stay below 2^53, so they are plain numbers.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export type Pool = pg.Pool;
export type Client = pg.PoolClient;

/**
 * Who services are to Postgres. Plans are pinned to indexes by switching other scans off, which before Postgres 18 makes
 * their cost look so high that each would be compiled (JIT), at a hundred times the price of running it.
 */
const SERVICE_OPTIONS = '-c role=taskbench_service -c jit=off';

/**
 * Who they are where few rows are touched at a time. Plans are kept and go by index: on fresh tables Postgres would scan and
 * hash, and they are small today and large tomorrow. Only a commit with events waits for the disk (`log.append` says so);
 * what a crash takes of the rows, the log gives back.
 */
export const STEADY_OPTIONS = `${SERVICE_OPTIONS} -c synchronous_commit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off`;

// A new connection plans every statement and function anew: what comes after a short rest should not pay for that.
const IDLE_MS = 5 * 60_000;

/** Connections that may only append to the log and read it, and own their service's schema. */
export const servicePool = (url: string, max = 10): Pool => pooled(url, max, SERVICE_OPTIONS);

/** The same for the log and what follows it: claims and projections, which touch few rows at a time. */
export const steadyPool = (url: string, max = 10): Pool => pooled(url, max, STEADY_OPTIONS);

function pooled(connectionString: string, max: number, options: string): Pool {
  const pool = new pg.Pool({ connectionString, max, options, idleTimeoutMillis: IDLE_MS, pipeline: true });
  // A connection that Postgres drops is replaced, and who used it is told by its next query; without listeners, also on
  // one that is checked out and between two queries, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * The answers to statements that one connection is sent at once: Postgres wakes up once for all of them. When one fails, so
 * do those after it in its transaction: the first error is told.
 */
export async function pipelined<T extends readonly unknown[]>(client: Client, send: () => T) {
  const sent = inOneWrite(client, send);
  await Promise.allSettled(sent);
  return Promise.all(sent); // all are settled, so the first in order is the one that throws
}

function inOneWrite<T>({ connection: { stream } }: Client, send: () => T): T {
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}

const PULSE_MS = 2_000;

/**
 * One connection to ask how Postgres is. What it does not hear within two seconds it gives up, together with the
 * connection, so that questions to a Postgres that hangs never pile up.
 */
export function pulsePool(url: string): Pool {
  const limits = { connectionTimeoutMillis: PULSE_MS, query_timeout: PULSE_MS, statement_timeout: PULSE_MS };
  const pool = new pg.Pool({ connectionString: url, max: 1, ...limits });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** A typed view of the same connections for a service's own tables. */
export const kysely = <Tables>(pool: Pool): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
