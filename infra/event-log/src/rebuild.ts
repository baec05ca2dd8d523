import { OwnError } from '@taskbench/contracts';
import type { Client, Pool } from './database.ts';
import { checkpoint, lockCheckpoint, transaction, type Board } from './board.ts';
import { parseStored, type EventLog } from './log.ts';
import type { LeftOut } from './projection.ts';
import { Shadow } from './shadow.ts';

/** A row that is not what the log says. */
export interface Drift {
  readonly table: string;
  /** Its key, as JSON. */
  readonly key: string;
  readonly kind: 'missing' | 'surplus' | 'different';
}

export interface RebuildOptions {
  /** Write what differs, or only tell. */
  readonly repair: boolean;
  readonly leftOut?: LeftOut;
  readonly progress?: (position: number) => void;
}

const BATCH = 5_000;
const MOST_DRIFTS = 1_000;

/**
 * Folds the log again into tables beside those of the services, while these go on; then holds each service's checkpoint
 * for a moment, catches up, and compares. Readers see the old rows until what differs is written, in one transaction.
 */
export function rebuild(
  pool: Pool,
  log: EventLog,
  boards: readonly Board[],
  { repair, leftOut = new Set(), progress }: RebuildOptions,
): Promise<{ events: number; drifts: Drift[] }> {
  return transaction(pool, async (client) => {
    const shadows = boards.map(({ projections }) => projections.map((rules) => new Shadow(rules)));
    for (const shadow of shadows.flat()) await shadow.create(client);
    const seen: number[] = [];
    for (const { schema } of boards) seen.push(await checkpoint(client, schema));
    const to = Math.min(...seen); // all boards are folded in one reading of the log; the rest follows under the lock
    await fold(client, log, shadows.flat(), { from: 0, to, leftOut, progress });
    for (const shadow of shadows.flat()) await shadow.store(client); // so that little is left to do under the lock
    const drifts: Drift[] = [];
    let events = to;
    for (const [at, { schema }] of boards.entries()) {
      const { position: until } = await lockCheckpoint(client, schema);
      await fold(client, log, shadows[at]!, { from: to, to: until, leftOut, progress });
      events = Math.max(events, until);
      for (const shadow of shadows[at]!) {
        await shadow.store(client);
        drifts.push(...(await compare(client, shadow)));
        if (repair) await replace(client, shadow);
      }
    }
    return { events, drifts };
  });
}

async function fold(
  client: Client,
  log: EventLog,
  shadows: readonly Shadow[],
  {
    from,
    to,
    leftOut,
    progress,
  }: { from: number; to: number; leftOut: LeftOut; progress?: RebuildOptions['progress'] },
): Promise<void> {
  const heard = new Set(shadows.flatMap(({ rules }) => Object.keys(rules.on)));
  for (let at = from; at < to;) {
    const rows = await log.rows(at, Math.min(BATCH, to - at), client);
    if (rows.length === 0) throw new OwnError(`The log has nothing after ${at}, but its readers were at ${to}.`);
    at = rows.at(-1)!.position;
    const events = rows.filter(({ type }) => heard.has(type)).map(parseStored);
    for (const shadow of shadows) await shadow.take(client, events, leftOut);
    progress?.(at);
  }
}

// Rows are compared as text: columns of type json have no equality, and both sides were written by the same fold.
async function compare(client: Client, { rules, name }: Shadow): Promise<Drift[]> {
  const keys = rules.key.join(', ');
  const { rows } = await client.query<Drift>(
    `select '${rules.table}' as table, json_build_array(${keys})::text as key,
       case when t is null then 'missing' when s is null then 'surplus' else 'different' end as kind
     from (select x.*, x::text as whole from ${rules.table} x) t
     full join (select x.*, x::text as whole from ${name} x) s using (${keys})
     where t.whole is distinct from s.whole limit ${MOST_DRIFTS}`,
  );
  return rows;
}

async function replace(client: Client, { rules, name: shadow }: Shadow): Promise<void> {
  const same = rules.key.map((column) => `t.${column} = s.${column}`).join(' and ');
  await client.query(
    `delete from ${rules.table} t where not exists (select 1 from ${shadow} s where ${same} and t::text = s::text)`,
  );
  await client.query(`insert into ${rules.table} select * from ${shadow} on conflict do nothing`);
}
