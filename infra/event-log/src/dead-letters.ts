import type { Stored } from '@taskbench/contracts';
import { outline } from '@taskbench/telemetry';
import { PROJECTIONS } from './board.ts';
import type { Pool } from './database.ts';

/** Failures after which an event is set aside. */
export const MAX_FAILURES = 5;

/** An event that a consumer could not handle. */
export interface DeadLetter {
  readonly id: string;
  readonly service: string;
  /** A reaction's durable name, or the table of a projection. */
  readonly consumer: string;
  readonly position: number;
  readonly event_id: string;
  readonly type: string;
  readonly failures: number;
  readonly reason: string;
  readonly stack: string;
  /** `failing`: tried again by itself; `dead`: set aside until a person re-drives it. */
  readonly state: 'failing' | 'dead' | 'redriving' | 'resolved';
  readonly first_at: Date;
  readonly last_at: Date;
}

type Event = Pick<Stored, 'position' | 'id' | 'type'>;

// What was handled in between, and another event at that position (a backup was restored), begin at one again.
const ANEW = `d.state = 'resolved' or d.event_id <> excluded.event_id`;

const LONGEST_REASON = 300;
const LONGEST_STACK = 4_000;

/** Why something failed, as a letter keeps it. */
function explain(error: unknown): { reason: string; stack: string } {
  const { type, code, message, stack = '' } = outline(error);
  const reason = message ? `${type}: ${message}` : code ? `${type} ${code}` : type;
  return { reason: reason.slice(0, LONGEST_REASON), stack: stack.slice(0, LONGEST_STACK) };
}

/** Events set aside: noted by the service that fails on them, listed and re-driven by a person. */
export class DeadLetters {
  constructor(private readonly pool: Pool) {}

  /** Notes a failure; answers whether the event is set aside from now on. */
  async failed(service: string, consumer: string, { position, id, type }: Event, error: unknown): Promise<boolean> {
    const { reason, stack } = explain(error);
    const { rows } = await this.pool.query<{ state: DeadLetter['state'] }>(
      `insert into log.dead_letters as d (service, consumer, position, event_id, type, failures, reason, stack)
         values ($1, $2, $3, $4, $5, 1, $6, $7)
       on conflict (consumer, position) do update set reason = excluded.reason, stack = excluded.stack,
         last_at = now(), event_id = excluded.event_id, type = excluded.type,
         failures = case when ${ANEW} then 1 else d.failures + 1 end,
         state = case when ${ANEW} then 'failing'
           when d.state in ('dead', 'redriving') or d.failures + 1 >= ${MAX_FAILURES} then 'dead' else 'failing' end
       returning state`,
      [service, consumer, position, id, type, reason, stack],
    );
    return rows[0]!.state === 'dead';
  }

  /** It worked after all. */
  async resolved(consumer: string, position: number): Promise<void> {
    await this.pool.query(
      `update log.dead_letters set state = 'resolved', last_at = now() where consumer = $1 and position = $2`,
      [consumer, position],
    );
  }

  /** Those of a service that were tried again by themselves and worked: its readers have passed them. */
  async passed(service: string): Promise<void> {
    await this.pool.query({
      name: `passed ${service}`,
      text: `update log.dead_letters d set state = 'resolved', last_at = now() from ${service}.checkpoints c
        where d.service = $1 and d.state = 'failing' and d.position <= c.position
          and c.name = case when starts_with(d.consumer, $1 || '.') then $2 else d.consumer end`,
      values: [service, PROJECTIONS],
    });
  }

  /** What a person asked to try again, and what is tried again by itself. */
  async pending(service: string): Promise<DeadLetter[]> {
    const { rows } = await this.pool.query<DeadLetter>({
      name: 'pending',
      text: `select * from log.dead_letters where service = $1 and state in ('redriving', 'failing')
        order by state desc, position limit 100`,
      values: [service],
    });
    return rows;
  }

  /** The events that some of a service's tables leave out, as `table position`. */
  async leftOut(service: string): Promise<Set<string>> {
    const { rows } = await this.pool.query<{ left_out: string }>(
      `select consumer || ' ' || position as left_out from log.dead_letters
       where service = $1 and starts_with(consumer, $1 || '.') and state in ('dead', 'redriving')`,
      [service],
    );
    return new Set(rows.map(({ left_out }) => left_out));
  }

  /** Those that are open, or all, by position; `after` is the id that the page before ended with. */
  async list(limit: number, after?: string, all = false): Promise<DeadLetter[]> {
    const { rows } = await this.pool.query<DeadLetter>(
      `select * from log.dead_letters d where ($3 or state <> 'resolved')
         and ($2::uuid is null or (position, id) > (select position, id from log.dead_letters where id = $2))
       order by position, id limit $1`,
      [limit, after ?? null, all],
    );
    return rows;
  }

  /** How many of a service's events are set aside. */
  async count(service: string): Promise<number> {
    const { rows } = await this.pool.query<{ open: number }>(
      `select count(*)::int as open from log.dead_letters where service = $1 and state in ('dead', 'redriving')`,
      [service],
    );
    return rows[0]!.open;
  }

  async one(id: string): Promise<DeadLetter | undefined> {
    return (await this.pool.query<DeadLetter>('select * from log.dead_letters where id = $1', [id])).rows[0];
  }

  /** Asks its consumer to try again; undefined when it is not set aside. */
  async redrive(id: string): Promise<DeadLetter | undefined> {
    const { rows } = await this.pool.query<DeadLetter>(
      `update log.dead_letters set state = 'redriving', last_at = now() where id = $1 and state = 'dead' returning *`,
      [id],
    );
    if (rows.length > 0) await this.pool.query(`select pg_notify('log', '')`);
    return rows[0];
  }
}
