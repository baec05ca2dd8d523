import type { CallRequested, DataOf } from '@taskbench/contracts';
import { handle } from '@taskbench/event-log';
import { Sweep, type Runtime } from '@taskbench/service-kit';
import { keyOf } from '../domain/key.ts';
import { call } from '../domain/call.ts';

// Looked for first, and of few rows: as long as nothing is cancelled or abandoned, that is all.
const LEFT = `
  select evaluation_id, cancelled, cancelled_labels, abandoned from execution.runs
  where cancelled or cardinality(cancelled_labels) + cardinality(abandoned) > 0`;
const CALLS = `
  select request from execution.due_calls where evaluation_id = $1 and ($2 or label = any($3)) and status = any($4)
  order by ordinal limit 1000`;
const EVERY_MS = 250; // not at each commit: of a large evaluation all its calls are looked through

interface Left {
  readonly evaluation_id: string;
  readonly cancelled: boolean;
  readonly cancelled_labels: readonly string[];
  readonly abandoned: readonly string[];
}

/**
 * Ends the calls that nothing is sent for any more: those of cancelled evaluations and models are cancelled, those of
 * abandoned models fail. What is under way ends when it comes back without an answer.
 */
export const endCalls = ({ pool, log, logger }: Runtime): Sweep =>
  new Sweep(
    logger,
    'No call was ended this time.',
    async () => {
      const { rows } = await pool.query<Left>({ name: 'left', text: LEFT });
      for (const { evaluation_id, cancelled, cancelled_labels, abandoned } of rows) {
        if (abandoned.length > 0) await end('AbandonCall', [evaluation_id, false, abandoned, ['requested']]);
        if (cancelled || cancelled_labels.length > 0)
          await end('CancelCall', [evaluation_id, cancelled, cancelled_labels, ['requested', 'held']]);
      }

      async function end(type: 'AbandonCall' | 'CancelCall', values: readonly unknown[]): Promise<void> {
        const calls = await pool.query<{ request: DataOf<typeof CallRequested> }>({
          name: 'left-calls',
          text: CALLS,
          values: [...values],
        });
        await Promise.all(
          calls.rows.map(({ request }) =>
            handle(log, call, request.call_id, { type, data: keyOf(request) }, { correlation: request.payer }),
          ),
        );
      }
    },
    EVERY_MS,
  );
