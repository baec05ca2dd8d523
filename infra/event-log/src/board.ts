import type { Stored } from '@taskbench/contracts';
import { changesIn, fold, loadRows, write } from './batch.ts';
import { pipelined, type Client, type Pool } from './database.ts';
import { BatchRefused, FoldError } from './fold.ts';
import { parseStored, type EventLog } from './log.ts';
import type { AnyProjection, LeftOut } from './projection.ts';

/** A service's tables, which share one checkpoint: the log position up to which they show the truth. */
export interface Board {
  readonly schema: string;
  readonly projections: readonly AnyProjection[];
}

/** The name of a service's checkpoint; its reactions have theirs beside it. */
export const PROJECTIONS = 'projections';
const NONE: LeftOut = new Set();
const HOLE = 1_000;

/** Up to which log position a service's rows show the truth, or how far a reaction has come. */
export async function checkpoint(pool: Pool | Client, schema: string, name = PROJECTIONS): Promise<number> {
  const { rows } = await pool.query<{ position: number }>(
    `select position from ${schema}.checkpoints where name = $1`,
    [name],
  );
  return rows[0]?.position ?? 0;
}

/** Begins a reaction's checkpoint, from which `low_water` counts it as a reader; answers how far it is. */
export async function beginCheckpoint(pool: Pool, schema: string, name: string): Promise<number> {
  await pool.query(`insert into ${schema}.checkpoints values ($1, 0) on conflict do nothing`, [name]);
  return checkpoint(pool, schema, name);
}

/** How far a reaction of a service has come. */
interface Floor {
  readonly name: string;
  readonly floor: number;
}

/**
 * Remembers how far reactions have come; never backwards. Only if the log has this event at this place: a stream that
 * carries what the log has lost would put a reaction ahead of what will lie there.
 */
export async function saveCheckpoints(
  pool: Pool,
  schema: string,
  floors: readonly Floor[],
  last: Pick<Stored, 'position' | 'id'>,
): Promise<void> {
  await pool.query({
    name: `floors ${schema}`,
    text: `update ${schema}.checkpoints c set position = greatest(c.position, least(f.floor, $3::bigint))
      from unnest($1::text[], $2::bigint[]) f(name, floor)
      where c.name = f.name and (select id from log.events where position = $3) = $4::uuid`,
    values: [floors.map(({ name }) => name), floors.map(({ floor }) => floor), last.position, last.id],
  });
}

/** Runs work in one transaction; what fails is rolled back and its connection is not used again. */
export async function transaction<T>(pool: Pool, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Where a service's rows are, held against every other writer of them, and the id of the log's event at a place. */
interface Held {
  readonly position: number;
  readonly id: string | null;
}

/**
 * Holds a service's checkpoint against every other writer of its rows until the transaction ends. With it the id of the log's
 * event at a place: what was carried before a backup was restored has another.
 */
export async function lockCheckpoint(client: Client, schema: string, place = 0): Promise<Held> {
  for (;;) {
    const held = await tryLock(client, schema, place);
    if (held) return held;
    await client.query(`insert into ${schema}.checkpoints values ($1, 0) on conflict do nothing`, [PROJECTIONS]);
  }
}

/** Undefined: the service has no checkpoint yet, so nothing is held. */
async function tryLock(client: Client, schema: string, place = 0): Promise<Held | undefined> {
  const text = `select c.position, (select e.id from log.events e where e.position = $2) as id
    from ${schema}.checkpoints c where name = $1 for update of c`;
  const { rows } = await client.query<Held>({ name: `lock ${schema}`, text, values: [PROJECTIONS, place] });
  return rows[0];
}

/**
 * Applies what has arrived, rows and checkpoint in one transaction on a steady connection. Locks the checkpoint, then
 * filters by it, then folds, so that replicas may compete and a repeated batch changes nothing. A hole before the batch,
 * and a batch that is not this log's (carried before a backup was restored), are read from the log. When Postgres refuses
 * the rows of a batch, fewer events are tried, until the one whose row it is stands alone. Answers the new checkpoint.
 */
export async function apply(
  pool: Pool,
  log: EventLog,
  board: Board,
  arrived: readonly Stored[],
  leftOut: LeftOut = NONE,
): Promise<number> {
  const passed = await passOver(pool, board, arrived);
  if (passed !== null) return passed;
  for (let most = Infinity; ;) {
    try {
      return await applyUpTo(most, pool, log, board, arrived, leftOut);
    } catch (error) {
      if (!(error instanceof BatchRefused)) throw error;
      most = Math.ceil(error.events / 2);
    }
  }
}

/**
 * Moves the checkpoint over a batch that says nothing to this service, in one statement. Null where there is more to do:
 * an event of its own, a hole before the batch, or a batch that is not this log's.
 */
async function passOver(
  pool: Pool,
  { schema, projections }: Board,
  arrived: readonly Stored[],
): Promise<number | null> {
  const [first, last] = [arrived[0], arrived.at(-1)];
  if (!first || !last || !unbrokenAfter(first.position - 1, arrived) || concern(projections, arrived)) return null;
  const { rowCount } = await pool.query({
    name: `pass over ${schema}`,
    text: `update ${schema}.checkpoints set position = $2
      where name = $1 and position = $3 and (select id from log.events where position = $2) = $4`,
    values: [PROJECTIONS, last.position, first.position - 1, last.id],
  });
  return rowCount === 1 ? last.position : null;
}

const inOrder = (a: Stored, b: Stored) => a.position - b.position;

/** Whether events follow a position and each other. */
function unbrokenAfter(position: number, events: readonly Stored[]): boolean {
  for (const event of events) if (event.position !== ++position) return false;
  return true;
}

function concern(projections: readonly AnyProjection[], events: readonly Stored[]): boolean {
  for (const { on } of projections) for (const { type } of events) if (on[type] !== undefined) return true;
  return false;
}

function applyUpTo(
  most: number,
  pool: Pool,
  log: EventLog,
  board: Board,
  arrived: readonly Stored[],
  leftOut: LeftOut,
): Promise<number> {
  return transaction(pool, async (client) => {
    const { schema, projections } = board;
    const sorted = arrived.toSorted(inOrder);
    const last = sorted.at(-1);
    // Mostly all that arrived is new: the rows that it changes are asked for together with the lock.
    const guess = guessChanges(projections, sorted, leftOut);
    const [held, guessed] = await pipelined(
      client,
      () => [tryLock(client, schema, last?.position), loadRows(client, guess ?? [])] as const,
    );
    const { position: from, id } = held ?? (await lockCheckpoint(client, schema, last?.position));
    const fresh = sorted.filter(({ position }) => position > from);
    const unbroken = id === last?.id && unbrokenAfter(from, fresh);
    const inLog = async () => (await log.rows(from, HOLE, client)).map(parseStored);
    const events = (last && (unbroken || fresh.length === 0) ? fresh : await inLog()).slice(0, most);
    const to = events.at(-1)?.position ?? from;
    if (to > from) {
      const allNew = held && guess && events[0] === sorted[0] && events.length === sorted.length;
      const tables = allNew ? guess : changesIn(projections, events, leftOut);
      const loaded = allNew ? guessed : await loadRows(client, tables);
      const outcomes = tables.map((table, at) => fold(table, loaded[at]!));
      const text = `update ${schema}.checkpoints set position = $2 where name = $1`;
      await pipelined(client, () => [
        ...outcomes.map((outcome) => write(client, outcome, events)),
        client.query({ name: `move ${schema}`, text, values: [PROJECTIONS, to] }),
      ]);
    }
    return to;
  });
}

/** Null: an event among them cannot be folded, which matters only if it is new. */
function guessChanges(...of: Parameters<typeof changesIn>): ReturnType<typeof changesIn> | null {
  try {
    return changesIn(...of);
  } catch (error) {
    if (error instanceof FoldError) return null;
    throw error;
  }
}
