import { canonical, CallAnswered, CallFailed, CallUnscored, type CallKey } from '@taskbench/contracts';
import { handle } from '@taskbench/event-log';
import { reaction } from '@taskbench/messaging';
import type { Runtime } from '@taskbench/service-kit';
import { checkSet } from '../domain/check-set.ts';
import { readAnswer } from '../generation/read-answer.ts';

const versionOf = ({ call_id, task_id }: CallKey) => ({
  task_id,
  task_version: Number(call_id.slice(task_id.length + 2)),
});

/** What became of a generation: its answer is read, or its failure is said. */
export const readGenerated = (runtime: Runtime) => {
  const { log, texts } = runtime;
  const fail = (call: CallKey, causation: string, reason: 'call_failed' | 'unscored' | 'unreadable' | 'too_few') =>
    handle(
      log,
      checkSet,
      call.task_id,
      { type: 'RecordFailure', data: { ...versionOf(call), reason } },
      { correlation: call.task_id, causation },
    );

  return [
    reaction('read-generated', CallAnswered, async (call, { id }) => {
      if (call.phase !== 'check_generation') return;
      const answer = readAnswer(await texts.one(call.task_id, call.output));
      if (!answer) return void (await fail(call, id, 'unreadable'));
      if (answer.checks.length === 0) return void (await fail(call, id, 'too_few'));
      const sealed = await texts.seal(call.task_id, canonical(answer.checks));
      const proposed = answer.repetitions;
      const reason = proposed && (await texts.seal(call.task_id, proposed.reason));
      const data = {
        ...versionOf(call),
        checks: sealed.digest,
        count: answer.checks.length,
        dropped: answer.dropped,
        ...(proposed && reason && { repetitions: { n: proposed.n, reason: reason.digest } }),
      };
      const context = { correlation: call.task_id, causation: id, texts: [sealed, ...(reason ? [reason] : [])] };
      await handle(log, checkSet, call.task_id, { type: 'RecordGenerated', data }, context);
    }),
    reaction('give-up', CallFailed, async (call, { id }) => {
      if (call.phase === 'check_generation') await fail(call, id, 'call_failed');
    }),
    reaction('give-up-unscored', CallUnscored, async (call, { id }) => {
      if (call.phase === 'check_generation') await fail(call, id, 'unscored');
    }),
  ];
};
