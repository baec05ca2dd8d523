import type { CallRequested, DataOf } from '@taskbench/contracts';
import { handle } from '@taskbench/event-log';
import { AttemptError } from '@taskbench/models';
import { Sweep, type Runtime } from '@taskbench/service-kit';
import type { ProviderOf } from '../calls/send.ts';
import { call } from '../domain/call.ts';
import { keyOf } from '../domain/key.ts';
import type { Lookup } from '../projections/lookups.ts';

/** How long after an attempt its provider is asked what it cost, s: it knows soon, and sometimes late. */
const ASKED_AFTER_S = [1, 2, 4, 8, 15, 30];

/** From each time of asking to the next, s; the first from the attempt on. */
export const gaps = ASKED_AFTER_S.map((after, index) => after - (ASKED_AFTER_S[index - 1] ?? 0));

const NOTE = `
  insert into execution.lookup_tries
  select call_id, attempt, 0, to_timestamp(ended_at / 1e6) + make_interval(secs => $1) from execution.lookups
  on conflict do nothing`;
// Taken for as long as the next gap, or the longest where there is none: a process that dies over it leaves it to the next.
const TAKE = `
  with taken as (
    update execution.lookup_tries t set tries = t.tries + 1,
      due_at = now() + make_interval(secs => coalesce(($1::float8[])[t.tries + 2], ($1::float8[])[array_upper($1, 1)]))
    where (t.call_id, t.attempt) in (
      select call_id, attempt from execution.lookup_tries where due_at <= now() order by due_at limit 50
      for update skip locked)
    returning t.call_id, t.attempt, t.tries)
  select * from taken join execution.lookups using (call_id, attempt)`;
const FORGET = `
  delete from execution.lookup_tries t
  where not exists (select from execution.lookups l where l.call_id = t.call_id and l.attempt = t.attempt)`;

/**
 * Asks providers what attempts of unknown cost were charged with, some times over half a minute, and says it in the log.
 * What is asked is taken in one statement, so that replicas share it; the decider takes one answer.
 */
export const reconcileAttempts = ({ pool, log, logger }: Runtime, providerOf: ProviderOf): Sweep =>
  new Sweep(logger, 'No cost was looked up this time.', async () => {
    await pool.query({ name: 'note-lookups', text: NOTE, values: [gaps[0]] });
    const { rows } = await pool.query<Lookup & { tries: number }>({ name: 'take-lookups', text: TAKE, values: [gaps] });
    await Promise.all(rows.map(lookUp));
    await pool.query(FORGET); // planned each time: a plan that is kept is of the first, when nothing was looked up

    async function lookUp({ call_id, attempt, generation_id, tries }: Lookup & { tries: number }): Promise<void> {
      const [requested] = await log.stream(`call-${call_id}`);
      const asked = requested!.data as DataOf<typeof CallRequested>;
      const provider = await providerOf(asked.connection_id).catch(goneOrThrow);
      const cost_nano = (await provider?.cost?.(generation_id)) ?? null;
      if (cost_nano === null && tries < gaps.length) return;
      const of = { ...keyOf(asked), attempt };
      const command =
        cost_nano === null
          ? ({ type: 'LeaveUnreconciled', data: of } as const)
          : ({ type: 'ReconcileAttempt', data: { ...of, cost_nano } } as const);
      await handle(log, call, call_id, command, { correlation: asked.payer });
    }
  });

/** Nobody can be asked where the connection is gone; what else fails is tried again. */
function goneOrThrow(error: unknown): null {
  if (error instanceof AttemptError) return null;
  throw error;
}
