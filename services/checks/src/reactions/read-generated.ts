import {
  canonical,
  CallAnswered,
  CallFailed,
  CallUnscored,
  type CallKey,
  type DataOf,
  type Phase,
} from '@taskbench/contracts';
import { handle } from '@taskbench/event-log';
import { reaction } from '@taskbench/messaging';
import type { Runtime } from '@taskbench/service-kit';
import { checkSet } from '../domain/check-set.ts';
import { readAnswer } from '../generation/read-answer.ts';

const GENERATION: Phase = 'check_generation';

const versionOf = ({ call_id, task_id }: CallKey) => ({
  task_id,
  task_version: Number(call_id.slice(task_id.length + 2)),
});

/** What became of a generation: its answer is read, or its failure is said. */
export const readGenerated = (runtime: Runtime) => {
  const { log, texts } = runtime;
  const fail = async (
    call: CallKey,
    causation: string,
    reason: 'call_failed' | 'unscored' | 'unreadable' | 'too_few',
  ) => {
    const command = { type: 'RecordFailure', data: { ...versionOf(call), reason } } as const;
    await handle(log, checkSet, call.task_id, command, { correlation: call.task_id, causation });
  };

  const read = async (call: DataOf<typeof CallAnswered>, causation: string) => {
    const answer = readAnswer(await texts.one(call.task_id, call.output));
    if (!answer) return fail(call, causation, 'unreadable');
    if (answer.checks.length === 0) return fail(call, causation, 'too_few');
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
    const context = { correlation: call.task_id, causation, texts: [sealed, ...(reason ? [reason] : [])] };
    await handle(log, checkSet, call.task_id, { type: 'RecordGenerated', data }, context);
  };

  return [
    reaction('read-generated', CallAnswered, (call, { id }) => read(call, id), GENERATION),
    reaction('give-up', CallFailed, (call, { id }) => fail(call, id, 'call_failed'), GENERATION),
    reaction('give-up-unscored', CallUnscored, (call, { id }) => fail(call, id, 'unscored'), GENERATION),
  ];
};
