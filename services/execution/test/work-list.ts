import { randomUUID } from 'node:crypto';
import { EventLog, migrate, steadyPool, type Pool } from '@taskbench/event-log';
import { freshDatabase } from '@taskbench/testing';
import { execution } from '../src/execution.module.ts';
import { step, type Claimed, type Outcome } from '../src/calls/claims.ts';

const TASK = randomUUID();

export interface Due {
  readonly ordinal: number;
  readonly label: string;
  readonly evaluation?: string;
  readonly funded?: boolean;
  readonly not_before?: number;
  readonly status?: string;
  readonly connection?: string;
}

/** An evaluation's work list on a database of its own, its rows put there as their projections would: for specs. */
export async function workList() {
  const database = await freshDatabase();
  await migrate(database.url, [{ schema: 'execution', migrations: execution.migrations }]);
  const pool: Pool = steadyPool(database.url, 4);
  const log = new EventLog(pool);
  const evaluation: string = randomUUID();

  /** Requests calls in the log and puts them on the work list. */
  async function due(calls: readonly Due[]): Promise<void> {
    const rows = calls.map(({ ordinal, label, evaluation: of = evaluation, connection = 'c', ...row }) => ({
      call_id: `${of}-${ordinal}`,
      evaluation_id: of,
      label,
      ordinal,
      version: 1,
      attempt: 0,
      failures: 0,
      status: row.status ?? 'requested',
      not_before: row.not_before ?? 0,
      since: 0,
      funded: row.funded ?? true,
      request: {
        call_id: `${of}-${ordinal}`,
        payer: of,
        ordinal,
        connection_id: connection,
        model_id: label,
        task_id: TASK,
      },
      position: 1,
    }));
    await Promise.all(
      rows.map(({ call_id, request }) => {
        const facts = [{ type: 'CallRequested', version: 1, data: request }];
        return log.append({ stream: `call-${call_id}`, expected: 0, facts, correlation: 'spec' });
      }),
    );
    await pool.query(
      'insert into execution.due_calls select * from json_populate_recordset(null::execution.due_calls, $1)',
      [JSON.stringify(rows)],
    );
  }

  return {
    database,
    pool,
    log,
    evaluation,
    due,
    run: (concurrency: number, labels: string[], id = evaluation, running = true) =>
      pool.query('insert into execution.runs values ($1, $2, $3, $4, 1)', [id, concurrency, labels, running]),
    /** Takes calls as one process would. */
    claim: async (owner = 'me', want = 100): Promise<Claimed[]> => (await step(pool, owner, [], want, [])).claimed,
    /** Gives slots back as one process would, with what came of the attempts. */
    release: async (claimed: readonly Claimed[], outcome: Outcome | null = null, owner = 'me'): Promise<void> => {
      await step(pool, owner, released(claimed, outcome), 0, []);
    },
    /** Gives slots of answered calls back for the next ones of their models. */
    swap: async (claimed: readonly Claimed[], owner = 'me', want = 100, within = pool): Promise<Claimed[]> =>
      (await step(within, owner, released(claimed), want, [], true)).claimed,
    /** Rows that have been read of the service's tables, by all connections that have told so far. */
    rowsRead: async (): Promise<number> => {
      const { rows } = await pool.query<{ n: number }>(
        `select sum(coalesce(idx_tup_fetch, 0) + seq_tup_read)::int as n from pg_stat_user_tables where schemaname = 'execution'`,
      );
      return rows[0]!.n;
    },
    drop: async () => {
      await pool.end();
      await database.drop();
    },
  };
}
export type WorkList = Awaited<ReturnType<typeof workList>>;

const released = (claimed: readonly Claimed[], outcome: Outcome | null = null) =>
  claimed.map(({ request: { call }, attempt, version }) => ({ call_id: call.call_id, attempt, version, outcome }));

/** The places of calls in their evaluation. */
export const ordinals = (claimed: readonly Claimed[]): number[] =>
  claimed.map(({ request: { call } }) => Number(call.call_id.split('-').at(-1))).sort((a, b) => a - b);

/** So many calls of a model, from a place on. */
export const calls = (count: number, label: string, from = 0, more: Partial<Due> = {}): Due[] =>
  Array.from({ length: count }, (_, n) => ({ ordinal: from + n, label, ...more }));
