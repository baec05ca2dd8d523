import type { Stored } from '@taskbench/contracts';
import type { Fact } from '@taskbench/kernel';
import type { Client } from './database.ts';
import { lift } from './log.ts';
import { isRefusal } from './outage.ts';

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

/** A table's fold failed on an event: a defect of ours, or an event of a newer TaskBench. */
export class FoldError extends Error {
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
export class BatchRefused extends Error {
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

/** Events that a table leaves out because they were set aside, as `table position`. */
export type LeftOut = ReadonlySet<string>;

/**
 * Brings one table up to date with a batch: loads the rows touched, folds in log order, writes them back. `into` is the
 * table, or another of its shape. Throws a `FoldError` that names the event, or a `BatchRefused`.
 */
export async function project(
  client: Client,
  rules: AnyProjection,
  events: readonly Stored[],
  leftOut: LeftOut,
  into = rules.table,
): Promise<void> {
  try {
    await foldAndWrite(client, rules, events, leftOut, into);
  } catch (error) {
    if (error instanceof FoldError || !isRefusal(error)) throw error;
    if (events.length === 1) throw new FoldError(rules.table, events[0]!, error);
    throw new BatchRefused(rules.table, events.length, error);
  }
}

async function foldAndWrite(
  client: Client,
  rules: AnyProjection,
  events: readonly Stored[],
  leftOut: LeftOut,
  into: string,
): Promise<void> {
  const changes = events.flatMap((event) => changesOf(rules, event, leftOut));
  if (changes.length === 0) return;
  const nameOf = (row: AnyRow) => rules.key.map((column) => String(row[column])).join(' ');
  const keys = new Map(changes.map(({ key }) => [nameOf(key), key]));
  const loaded = await client.query<AnyRow>(
    `select t.* from json_populate_recordset(null::${into}, $1::json) k join ${into} t using (${rules.key.join(', ')})`,
    [JSON.stringify([...keys.values()])],
  );
  const rows = new Map<string, AnyRow | undefined>(loaded.rows.map((row) => [nameOf(row), row]));
  const existed = new Set(rows.keys());
  for (const { key, next, event } of changes) {
    const name = nameOf(key);
    const before = rows.get(name);
    const after = guarded(rules, event, () => next(before));
    if (after !== before) rows.set(name, after && { ...after, position: event.position });
  }
  await upsert(
    client,
    { table: into, key: rules.key },
    [...rows.values()].filter((row) => row !== undefined),
  );
  const gone = [...keys].filter(([name]) => existed.has(name) && rows.get(name) === undefined).map(([, key]) => key);
  if (gone.length > 0) {
    const same = rules.key.map((column) => `t.${column} = k.${column}`).join(' and ');
    await client.query(`delete from ${into} t using json_populate_recordset(null::${into}, $1::json) k where ${same}`, [
      JSON.stringify(gone),
    ]);
  }
}

function changesOf(rules: AnyProjection, event: Stored, leftOut: LeftOut) {
  const fold = rules.on[event.type] as AnyFold | undefined;
  if (!fold || leftOut.has(`${rules.table} ${event.position}`)) return [];
  const made = guarded(rules, event, () => fold(lift(event).data, event));
  return [made].flat().map((change: Change<AnyRow>) => ({ ...change, event }));
}

function guarded<T>({ table }: AnyProjection, event: Stored, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new FoldError(table, event, error);
  }
}

async function upsert(
  client: Client,
  { table, key }: Pick<AnyProjection, 'table' | 'key'>,
  rows: readonly AnyRow[],
): Promise<void> {
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
