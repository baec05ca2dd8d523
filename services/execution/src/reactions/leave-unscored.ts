import { FundsRefused, type CallRequested, type DataOf } from '@taskbench/contracts';
import { handle, type EventLog } from '@taskbench/event-log';
import { reaction } from '@taskbench/messaging';
import { call } from '../domain/call.ts';

/** Calls that the budget does not reach stay unscored: said of each, so that every call ends. */
export const leaveUnscored = (log: EventLog) =>
  reaction('leave-unscored', FundsRefused, async ({ calls, reason }, event) => {
    await Promise.all(
      calls.map(async (callId) => {
        const [first] = await log.stream(`call-${callId}`);
        const { call_id, evaluation_id, task_id, phase, label, input_id, repetition, payer } = first!.data as DataOf<
          typeof CallRequested
        >;
        const data = { call_id, evaluation_id, task_id, phase, label, input_id, repetition, payer, reason };
        await handle(log, call, callId, { type: 'LeaveUnscored', data }, { correlation: payer, causation: event.id });
      }),
    );
  });
