import type { Stored } from '@taskbench/contracts';
import type { Fact } from '@taskbench/kernel';
import type { Client, Pool } from './database.ts';
import { parseStored, type EventLog } from './log.ts';

/** One row becomes another, or appears (from undefined) or goes (to undefined). */
export interface Change<Row> {
  readonly key: Partial<Row>;
  readonly next: (row: Row | undefined) => Row | undefined;
}

type Fold<F extends Fact, Row> = {
  readonly [Type in F['type']]?: (
    data: Extract<F, { type: Type }>['data'],
    event: Stored,
  ) => Change<Row> | readonly Change<Row>[];
};

/** Events become the rows of one table. Pure: the same events give the same rows, live or rebuilt. */
export interface Projection<Row = object, F extends Fact = Fact> {
  /** `schema.table`. Each of its rows also has a `position`: the last event that changed it. */
  readonly table: string;
  readonly key: readonly (keyof Row & string)[];
  readonly on: Fold<F, Row>;
}

/** Any projection, whatever its rows. */
export interface AnyProjection {
  readonly table: string;
  readonly key: readonly string[];
  readonly on: Readonly<Record<string, unknown>>;
}

/** Names row and events of a projection once, so that its table is checked against them. */
export const projection = <Row extends object, F extends Fact>(rules: Projection<Row, F>): AnyProjection => rules;

/** The change of the row with this key. */
export const change = <Row>(key: Partial<Row>, next: Change<Row>['next']): Change<Row> => ({ key, next });

type AnyRow = Record<string, unknown>;
type AnyFold = (data: unknown, event: Stored) => Change<AnyRow> | readonly Change<AnyRow>[];

/** Brings one table up to date with a batch: loads the rows touched, folds in log order, writes them back. */
export async function project(client: Client, rules: AnyProjection, events: readonly Stored[]): Promise<boolean> {
  const changes = events.flatMap((event) => {
    const fold = rules.on[event.type] as AnyFold | undefined;
    if (!fold) return [];
    const made = fold(event.data, event);
    return (Array.isArray(made) ? (made as Change<AnyRow>[]) : [made as Change<AnyRow>]).map((one) => ({
      ...one,
      position: event.position,
    }));
  });
  if (changes.length === 0) return false;
  const nameOf = (row: AnyRow) => JSON.stringify(rules.key.map((column) => row[column]));
  const keys = new Map(changes.map(({ key }) => [nameOf(key), key]));
  const loaded = await client.query<AnyRow>(
    `select t.* from json_populate_recordset(null::${rules.table}, $1::json) k join ${rules.table} t using (${rules.key.join(', ')})`,
    [JSON.stringify([...keys.values()])],
  );
  const rows = new Map<string, AnyRow | undefined>(loaded.rows.map((row) => [nameOf(row), row]));
  const existed = new Set(rows.keys());
  for (const { key, next, position } of changes) {
    const name = nameOf(key);
    const before = rows.get(name);
    const after = next(before);
    if (after !== before) rows.set(name, after && { ...after, position });
  }
  await upsert(
    client,
    rules,
    [...rows.values()].filter((row) => row !== undefined),
  );
  const gone = [...keys].filter(([name]) => existed.has(name) && rows.get(name) === undefined).map(([, key]) => key);
  if (gone.length > 0) {
    const same = rules.key.map((column) => `t.${column} = k.${column}`).join(' and ');
    await client.query(
      `delete from ${rules.table} t using json_populate_recordset(null::${rules.table}, $1::json) k where ${same}`,
      [JSON.stringify(gone)],
    );
  }
  return true;
}

async function upsert(client: Client, { table, key }: AnyProjection, rows: readonly AnyRow[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const set = columns.filter((column) => !key.includes(column)).map((column) => `${column} = excluded.${column}`);
  await client.query(
    `insert into ${table} (${columns.join(', ')})
     select ${columns.join(', ')} from json_populate_recordset(null::${table}, $1::json)
     on conflict (${key.join(', ')}) do update set ${set.join(', ')}`,
    [JSON.stringify(rows)],
  );
}

/** A service's tables and the name of the checkpoint that they share. */
export interface Board {
  readonly schema: string;
  readonly projections: readonly AnyProjection[];
}

const CHECKPOINT = 'projections';
// On fresh tables Postgres would scan and hash; the tables are small today and large tomorrow, the plan stays the same.
const BEGIN =
  'begin; set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off';

/** Up to which log position a service's rows show the truth. */
export async function checkpoint(pool: Pool, schema: string, name = CHECKPOINT): Promise<number> {
  const { rows } = await pool.query<{ position: number }>(
    `select position from ${schema}.checkpoints where name = $1`,
    [name],
  );
  return rows[0]?.position ?? 0;
}

/** Remembers how far a reaction has come; never backwards. */
export async function saveCheckpoint(pool: Pool, schema: string, name: string, position: number): Promise<void> {
  await pool.query(
    `insert into ${schema}.checkpoints values ($1, $2) on conflict (name) do update
     set position = greatest(checkpoints.position, excluded.position)`,
    [name, position],
  );
}

/**
 * Applies what has arrived, rows and checkpoint in one transaction. Locks the checkpoint, then filters by it, then
 * folds, so that replicas may compete and a repeated batch changes nothing. A hole before the batch is read from the
 * log. Answers the new checkpoint.
 */
export async function apply(pool: Pool, log: EventLog, board: Board, arrived: readonly Stored[]): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query(BEGIN);
    await client.query(`insert into ${board.schema}.checkpoints values ($1, 0) on conflict do nothing`, [CHECKPOINT]);
    const { rows } = await client.query<{ position: number }>(
      `select position from ${board.schema}.checkpoints where name = $1 for update`,
      [CHECKPOINT],
    );
    const from = rows[0]!.position;
    const events = await contiguous(log, from, arrived);
    const to = events.at(-1)?.position ?? from;
    if (to > from) {
      for (const rules of board.projections) await project(client, rules, events);
      await client.query(`update ${board.schema}.checkpoints set position = $2 where name = $1`, [CHECKPOINT, to]);
    }
    await client.query('commit');
    client.release();
    return to;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

const HOLE = 1_000;

async function contiguous(log: EventLog, from: number, arrived: readonly Stored[]): Promise<Stored[]> {
  const fresh = arrived.filter(({ position }) => position > from).sort((a, b) => a.position - b.position);
  const unbroken = fresh.every(({ position }, index) => position === from + 1 + index);
  if (unbroken && fresh.length > 0) return fresh;
  if (fresh.length === 0 && arrived.length > 0) return [];
  return (await log.rows(from, HOLE)).map(parseStored);
}

/** Empties a service's tables and folds the log again, up to where they were. Readers see the old rows until it is done. */
export async function rebuild(pool: Pool, log: EventLog, board: Board): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ position: number }>(
      `select position from ${board.schema}.checkpoints where name = $1 for update`,
      [CHECKPOINT],
    );
    const to = rows[0]?.position ?? 0;
    for (const { table } of board.projections) await client.query(`delete from ${table}`);
    for (let from = 0; from < to;) {
      const events = (await log.rows(from, HOLE)).filter(({ position }) => position <= to).map(parseStored);
      if (events.length === 0) break;
      for (const rules of board.projections) await project(client, rules, events);
      from = events.at(-1)!.position;
    }
    await client.query('commit');
    client.release();
    return to;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
