import { OwnError } from '@taskbench/contracts';
import pg from 'pg';
import type { Pool } from './database.ts';
import { deadLettersSchema } from './dead-letters.sql.ts';
import { lowWaterSchema } from './low-water.sql.ts';
import { logSchema, serviceRole } from './schema.sql.ts';
import { steadyAppend } from './steady-append.sql.ts';

/** One step of a schema: applied once, in order, never edited. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** A service's schema, which only this service writes. */
export interface ServiceSchema {
  readonly schema: string;
  readonly migrations: readonly Migration[];
}

/** The data was written by a newer TaskBench; an older one would misread it, so it is left alone. */
export class NewerDataError extends OwnError {
  override readonly name = 'NewerDataError';
  constructor(step: string) {
    super(
      `The data was written by a newer TaskBench (${step}). Start that one, or set TASKBENCH_HOME or DATABASE_URL to other data.`,
    );
  }
}

const LOCK = 7_001; // one migrator at a time, however many replicas start at once

/**
 * Brings the log and the services' schemas up to date. Safe with several processes at once. Throws a `NewerDataError`,
 * with nothing changed, where a newer TaskBench was here before.
 */
export async function migrate(url: string, services: readonly ServiceSchema[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists public.taskbench_migrations (name text primary key, at timestamptz not null default now())',
    );
    const done = new Set(
      (await client.query<{ name: string }>('select name from public.taskbench_migrations')).rows.map(
        ({ name }) => name,
      ),
    );
    const all = steps(services);
    refuseNewer(done, all);
    await client.query(serviceRole);
    for (const { name, sql } of all) {
      if (done.has(name)) continue;
      await client.query('begin');
      await client.query(sql);
      await client.query('insert into public.taskbench_migrations (name) values ($1)', [name]);
      await client.query('commit');
    }
  } finally {
    await client.end();
  }
}

/** Other services' schemas may lie in the same database; only those of the log and of our own services are known here. */
function refuseNewer(done: ReadonlySet<string>, all: readonly Migration[]): void {
  const schemaOf = (name: string) => name.split('/')[0];
  const known = new Set(all.map(({ name }) => name));
  const ours = new Set(all.map(({ name }) => schemaOf(name)));
  const newer = [...done].find((name) => ours.has(schemaOf(name)) && !known.has(name));
  if (newer) throw new NewerDataError(newer);
}

/** Steps that were not applied: all of them where the log is not even there. */
export async function missingMigrations(pool: Pool, services: readonly ServiceSchema[]): Promise<string[]> {
  const { rows } = await pool.query<{ there: boolean }>(
    `select to_regclass('public.taskbench_migrations') is not null as there`,
  );
  const done = rows[0]!.there
    ? (await pool.query<{ name: string }>('select name from public.taskbench_migrations')).rows
    : [];
  const names = new Set(done.map(({ name }) => name));
  return steps(services)
    .map(({ name }) => name)
    .filter((name) => !names.has(name));
}

function steps(services: readonly ServiceSchema[]): Migration[] {
  return [
    { name: 'log/0001-log', sql: logSchema },
    { name: 'log/0002-dead-letters', sql: deadLettersSchema },
    { name: 'log/0003-low-water', sql: lowWaterSchema },
    { name: 'log/0004-steady-append', sql: steadyAppend },
    ...services.flatMap(({ schema, migrations }) => [
      { name: `${schema}/0000-schema`, sql: ownSchema(schema) },
      ...migrations.map(({ name, sql }) => ({
        name: `${schema}/${name}`,
        sql: `set local role taskbench_service; ${sql}; reset role`,
      })),
    ]),
  ];
}

const ownSchema = (schema: string): string => `
  create schema ${schema} authorization taskbench_service;
  create table ${schema}.checkpoints (name text primary key, position bigint not null default 0);
  grant all on ${schema}.checkpoints to taskbench_service;
`;
