import { FundsRefused, type CallRequested, type DataOf } from '@taskbench/contracts';
import { handle, type EventLog } from '@taskbench/event-log';
import { reaction } from '@taskbench/messaging';
import { call } from '../domain/call.ts';
import { keyOf } from '../domain/key.ts';

/** Calls that the budget does not reach stay unscored: said of each, so that every call ends. */
export const leaveUnscored = (log: EventLog) =>
  reaction('leave-unscored', FundsRefused, async ({ calls, reason }, event) => {
    await Promise.all(
      calls.map(async (callId) => {
        const [first] = await log.stream(`call-${callId}`);
        const key = keyOf(first!.data as DataOf<typeof CallRequested>);
        const command = { type: 'LeaveUnscored', data: { ...key, reason } } as const;
        await handle(log, call, callId, command, { correlation: key.payer, causation: event.id });
      }),
    );
  });
