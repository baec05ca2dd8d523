import type { Stored } from '@taskbench/contracts';
import type { EventLog, Pool } from '@taskbench/event-log';

type Row = Record<string, unknown>;
interface Reply {
  rows: Row[];
  rowCount: number;
}
type Statement = string | { readonly text: string; readonly values?: unknown[] };

/**
 * The few statements of `apply`, answered from memory, so that ten thousand seeds take seconds. Transactions that hold the
 * checkpoint follow one another, as its row lock makes them in Postgres.
 */
export function inMemory(events: readonly Stored[]) {
  const tables = new Map<string, Map<string, Row>>();
  let position = 0;
  let appended = 0;
  let locked: Promise<void> = Promise.resolve();

  const tableOf = (name: string) => {
    const known = tables.get(name) ?? new Map<string, Row>();
    tables.set(name, known);
    return known;
  };
  const parsed = (values?: unknown[]) => JSON.parse(values![0] as string) as Row[];
  const nameOf = (row: Row, key: readonly string[]) => key.map((column) => String(row[column])).join(' ');
  const keyOf = (sql: string) => [...sql.matchAll(/t\.(\w+) = any\(array\[k\./g)].map(([, column]) => column!);
  const columns = (sql: string, pattern: RegExp) => pattern.exec(sql)![1]!.split(', ');

  function answer(sql: string, values?: unknown[]): Row[] {
    if (sql.startsWith('select t.*')) {
      const [, table] = /null::(\S+),/.exec(sql)!;
      const found = parsed(values).map((wanted) => tableOf(table!).get(nameOf(wanted, keyOf(sql))));
      return found.filter((row) => row !== undefined).map((row) => structuredClone(row));
    }
    if (/^insert into \w+\.checkpoints/.test(sql)) return [];
    if (sql.startsWith('insert into')) {
      const [, table] = /insert into (\S+)/.exec(sql)!;
      const key = columns(sql, /on conflict \(([^)]*)\)/);
      for (const row of parsed(values)) {
        const name = nameOf(row, key);
        tableOf(table!).set(name, { ...tableOf(table!).get(name), ...row });
      }
      return [];
    }
    if (sql.startsWith('delete from')) {
      const [, table] = /delete from (\S+)/.exec(sql)!;
      const key = keyOf(sql);
      for (const row of parsed(values)) tableOf(table!).delete(nameOf(row, key));
      return [];
    }
    if (/^update \S+ t set/.test(sql)) {
      const [, table] = /update (\S+)/.exec(sql)!;
      const key = keyOf(sql);
      for (const row of parsed(values)) {
        const known = tableOf(table!).get(nameOf(row, key));
        if (known) Object.assign(known, row);
      }
      return [];
    }
    if (/^update \w+\.checkpoints/.test(sql)) position = values![1] as number;
    else if (/^select c\.position/.test(sql)) {
      const place = values![1] as number;
      return [{ position, id: (place <= appended && events[place - 1]?.id) || null }];
    } else if (!/^(begin|commit)/.test(sql)) throw new Error(`Unknown here: ${sql}`);
    return [];
  }

  /** Waits until nobody else holds the checkpoint; the answer gives it back. */
  async function lock(): Promise<() => void> {
    const before = locked;
    let unlock = () => undefined as void;
    locked = new Promise<void>((done) => (unlock = done));
    await before;
    return unlock;
  }

  const pool = {
    // The one statement outside of a transaction moves the checkpoint over a batch, if it is where that begins.
    async query({ text, values }: Exclude<Statement, string>): Promise<Reply> {
      if (!/^update \w+\.checkpoints/.test(text)) throw new Error(`Unknown here: ${text}`);
      const [, to, from, id] = values as [string, number, number, string];
      const unlock = await lock();
      const moved = position === from && to <= appended && events[to - 1]?.id === id;
      if (moved) position = to;
      unlock();
      return { rows: [], rowCount: moved ? 1 : 0 };
    },
    async connect() {
      let unlock = () => undefined as void;
      let before: Promise<unknown> = Promise.resolve();
      const run = async (text: string, values?: unknown[]): Promise<Reply> => {
        if (text.includes('for update')) unlock = await lock();
        const rows = answer(text, values);
        if (text === 'commit') unlock();
        return { rows, rowCount: rows.length };
      };
      return {
        // One after the other, also those that are sent without waiting for the answer of the one before.
        query(statement: Statement, given?: unknown[]): Promise<Reply> {
          const { text, values = given } = typeof statement === 'string' ? { text: statement } : statement;
          const reply = before.then(() => run(text, values));
          before = reply;
          return reply;
        },
        connection: { stream: { cork: () => undefined, uncork: () => undefined } },
        release: () => unlock(),
      };
    },
  } as unknown as Pool;

  const log = {
    rows: async (after: number, limit: number) =>
      events
        .slice(after, Math.min(after + limit, appended))
        .map((event) => ({ ...event, data: JSON.stringify(event.data), hash: Buffer.alloc(0) })),
  } as unknown as EventLog;

  return {
    pool,
    log,
    /** The log has grown up to a position. */
    append: (to: number) => void (appended = Math.max(appended, to)),
    /** All rows of all tables, in one order. */
    rows: () =>
      JSON.stringify([...tables].sort().map(([name, rows]) => [name, [...rows].sort(([a], [b]) => (a < b ? -1 : 1))])),
  };
}
