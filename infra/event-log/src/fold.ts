import { OwnError, type Stored } from '@taskbench/contracts';
import type { Client } from './database.ts';
import { dataOf } from './log.ts';
import { isRefusal } from './outage.ts';
import type { AnyProjection, AnyRow, Change, LeftOut } from './projection.ts';

type AnyFold = (data: unknown, event: Stored) => Change<AnyRow> | readonly Change<AnyRow>[];

/** A table's fold failed on an event: a defect of ours, or an event of a newer TaskBench. */
export class FoldError extends OwnError {
  override readonly name = 'FoldError';
  constructor(
    readonly table: string,
    readonly event: Stored,
    override readonly cause: unknown,
  ) {
    super(`${table} could not take ${event.type} at ${event.position}.`);
  }
}

/** Postgres refuses a row that a batch of events led to: fewer of them tell which it was. */
export class BatchRefused extends OwnError {
  override readonly name = 'BatchRefused';
  constructor(
    table: string,
    /** In the batch. */
    readonly events: number,
    override readonly cause: unknown,
  ) {
    super(`${table} could not take a row that ${events} events led to.`);
  }
}

/** What Postgres' refusal of a row means, of those that a batch led to; any other error is itself. */
export function refused({ table }: AnyProjection, events: readonly Stored[], error: unknown): unknown {
  if (!isRefusal(error)) return error;
  if (events.length === 1) return new FoldError(table, events[0]!, error);
  return new BatchRefused(table, events.length, error);
}

/** A row and what it was before. */
export interface Moved {
  readonly row: AnyRow;
  readonly before: AnyRow;
}

/** Writes what is no longer as it was: rows carry much that seldom changes, such as the whole of a request. */
export async function update(client: Client, { key, table }: AnyProjection, rows: readonly Moved[]): Promise<void> {
  if (rows.length === 0) return;
  const differing = new Set<string>();
  for (const { row, before } of rows)
    for (const column in row) if (row[column] !== before[column]) differing.add(column);
  const columns = [...differing].sort();
  const statement = planned(
    `update ${table} t set ${columns.map((column) => `${column} = k.${column}`).join(', ')}
     from json_populate_recordset(null::${table}, $1::json) k where ${sameKey(key)}`,
  );
  const written = [...key, ...columns];
  const cells: AnyRow[] = [];
  for (const { row } of rows) {
    const cell: AnyRow = {};
    for (const column of written) cell[column] = row[column];
    cells.push(cell);
  }
  await client.query({ ...statement, values: [JSON.stringify(cells)] });
}

/**
 * That a row of the table and one of those given are the same. Said so that the one can only be looked up by the other: where
 * Postgres last saw the table empty it would else read all of it for each of those given.
 */
const sameKey = (key: AnyProjection['key']): string =>
  key.map((column) => `t.${column} = any(array[k.${column}])`).join(' and ');

/** What names a row among those of its table. */
export function nameOf({ key }: AnyProjection, row: AnyRow): string {
  let name = '';
  for (const column of key) name += ` ${String(row[column])}`;
  return name;
}

/** What an event makes of the row that is so named. */
export interface Named extends Change<AnyRow> {
  readonly name: string;
  readonly event: Stored;
}

/** The changes that an event makes to a table. Throws a `FoldError`. */
export function changesOf(rules: AnyProjection, event: Stored, leftOut: LeftOut): Named[] {
  const fold = rules.on[event.type] as AnyFold | undefined;
  if (!fold || leftOut.has(`${rules.table} ${event.position}`)) return [];
  const named: Named[] = [];
  for (const { key, next } of made(rules, event, fold)) named.push({ name: nameOf(rules, key), key, next, event });
  return named;
}

function made(rules: AnyProjection, event: Stored, fold: AnyFold): readonly Change<AnyRow>[] {
  try {
    const changes = fold(dataOf(event), event);
    return 'key' in changes ? [changes] : changes;
  } catch (error) {
    throw new FoldError(rules.table, event, error);
  }
}

/** The row after a change; the same one when nothing changed. Throws a `FoldError`. */
export function changed(rules: AnyProjection, { next, event }: Named, before: AnyRow | undefined) {
  try {
    const after = next(before);
    if (after && after !== before) after['position'] = event.position;
    return after;
  } catch (error) {
    throw new FoldError(rules.table, event, error);
  }
}

/** The rows that are there, of those asked for. `from` is the table, or another of its shape. */
export async function load(
  client: Client,
  { key, table }: AnyProjection,
  keys: readonly AnyRow[],
  from = table,
): Promise<AnyRow[]> {
  if (keys.length === 0) return [];
  const statement = planned(
    `select t.* from json_populate_recordset(null::${from}, $1::json) k join ${from} t on ${sameKey(key)}`,
  );
  const { rows } = await client.query<AnyRow>({ ...statement, values: [JSON.stringify(keys)] });
  return rows;
}

const prepared = new Map<string, string>();

/** A statement that Postgres plans once a connection: planning it takes longer than running it on a few rows. */
function planned(text: string): { name: string; text: string } {
  const name = prepared.get(text) ?? `rows-${prepared.size}`;
  prepared.set(text, name);
  return { name, text };
}

/** Writes rows, new or not. */
export async function upsert(
  client: Client,
  { key, table }: AnyProjection,
  rows: readonly AnyRow[],
  into = table,
): Promise<void> {
  if (rows.length === 0) return;
  const named = new Set<string>();
  for (const row of rows) for (const column in row) named.add(column);
  const columns = [...named];
  const set = columns.filter((column) => !key.includes(column)).map((column) => `${column} = excluded.${column}`);
  const statement = planned(
    `insert into ${into} (${columns.join(', ')})
     select ${columns.join(', ')} from json_populate_recordset(null::${into}, $1::json)
     on conflict (${key.join(', ')}) do update set ${set.join(', ')}`,
  );
  await client.query({ ...statement, values: [JSON.stringify(rows)] });
}

/** Deletes rows by their keys. */
export async function remove(
  client: Client,
  { key, table }: AnyProjection,
  keys: readonly AnyRow[],
  from = table,
): Promise<void> {
  if (keys.length === 0) return;
  const statement = planned(
    `delete from ${from} t using json_populate_recordset(null::${from}, $1::json) k where ${sameKey(key)}`,
  );
  await client.query({ ...statement, values: [JSON.stringify(keys)] });
}
