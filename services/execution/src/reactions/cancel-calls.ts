import type { CallRequested, DataOf } from '@taskbench/contracts';
import { handle } from '@taskbench/event-log';
import { Sweep, type Runtime } from '@taskbench/service-kit';
import { keyOf } from '../domain/key.ts';
import { call } from '../domain/call.ts';

const LEFT = `
  select d.request from execution.runs r join execution.due_calls d using (evaluation_id)
  where r.cancelled and d.status in ('requested', 'held') order by d.evaluation_id, d.ordinal limit 500`;

/** Cancels the calls of cancelled evaluations that are not under way; those that are, when they come back unanswered. */
export const cancelCalls = ({ pool, log, logger }: Runtime): Sweep =>
  new Sweep(logger, 'No call was cancelled this time.', async () => {
    const { rows } = await pool.query<{ request: DataOf<typeof CallRequested> }>({ name: 'left', text: LEFT });
    await Promise.all(
      rows.map(({ request }) => {
        const command = { type: 'CancelCall', data: keyOf(request) } as const;
        return handle(log, call, request.call_id, command, { correlation: request.payer });
      }),
    );
  });
