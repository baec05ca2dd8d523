import {
  AnswerSuperseded,
  AttemptFailed,
  AttemptInDoubt,
  AttemptReconciled,
  AttemptStarted,
  AttemptUnreconciled,
  CallAnswered,
  CallCancelled,
  CallFailed,
  CallHeld,
  CallReleased,
  CallRequested,
  CallUnscored,
  OutputCarried,
} from '@taskbench/contracts';
import { specify } from '@taskbench/kernel';
import { call } from './call.ts';

const { given } = specify(call);
const id = '0192f5e0-0000-7000-8000-000000000001';
const cell = {
  call_id: `${id}-0`,
  evaluation_id: id,
  task_id: id,
  phase: 'execution' as const,
  label: 'm',
  input_id: 'a',
  repetition: 0,
};
const of = { ...cell, payer: id };
const request = {
  ...of,
  ordinal: 0,
  model_id: 'm',
  connection_id: 'simulated',
  prices: null,
  prompt_bytes: 10,
  max_tokens: 100,
  budget_nano: null,
  prompt: null,
};
const requested = CallRequested(request);
const carried = () => {
  const { output: text, usage, finish_reason, served_model } = output(1);
  const answer = { output: text, usage, cost_nano: 1, finish_reason, served_model, mark: null };
  return OutputCarried({ ...of, ordinal: 0, asked: 'b'.repeat(64), from: 'an-earlier-0', ...answer });
};
const started = (attempt: number) => AttemptStarted({ call_id: cell.call_id, attempt, owner: 'me' });
const trouble = (attempt: number) => ({
  ...of,
  attempt,
  reason: 'timeout' as const,
  http_status: null,
  may_have_cost: true,
});
const failed = (attempt: number) => AttemptFailed({ ...trouble(attempt), retry_at: 5 });
const doubted = (attempt: number) => AttemptInDoubt({ ...of, attempt });
const doubt = (attempt: number, hold = false) => ({ type: 'DoubtAttempt' as const, data: { ...of, attempt, hold } });
const held = [requested, started(1), doubted(1), CallHeld({ ...of, attempt: 1 })];
const resolve = (action: 'retry' | 'give_up') => ({ type: 'ResolveCall' as const, data: { ...of, action } });
const cancel = { type: 'CancelCall' as const, data: of };
const output = (attempt: number) => ({
  ...of,
  attempt,
  output: 'a'.repeat(64),
  usage: {
    prompt_tokens: 1,
    completion_tokens: 1,
    cached_tokens: 0,
    reported_nano: 1,
    first_token_ms: 1,
    latency_ms: 2,
  },
  finish_reason: 'stop',
  served_model: 'm',
  generation_id: 'g',
});
const record = (attempt: number) => ({ type: 'RecordOutput' as const, data: output(attempt) });
const fails = (attempt: number, retryable = true) => ({
  type: 'RecordFailure' as const,
  data: { ...trouble(attempt), retryable, retry_at: 5 },
});

describe('A call', () => {
  it('is requested once', () => given(requested).when({ type: 'RequestCall', data: request }).then());
  it('starts no attempt while one is under way', () =>
    given(requested, started(1))
      .when({ type: 'StartAttempt', data: { call_id: cell.call_id, attempt: 2, owner: 'me' } })
      .rejects('call-not-waiting'));
  it('is settled by an answer', () =>
    given(requested, started(1))
      .when(record(1))
      .then(CallAnswered(output(1))));
  it('takes no second answer for the same attempt', () =>
    given(requested, started(1), CallAnswered(output(1)))
      .when(record(1))
      .then());
  it('is tried again after a failure that may pass', () => given(requested, started(1)).when(fails(1)).then(failed(1)));
  it('fails at once when trying again is of no use', () =>
    given(requested, started(1))
      .when(fails(1, false))
      .then(AttemptFailed({ ...trouble(1), retry_at: null }), CallFailed({ ...of, reason: 'timeout', attempts: 1 })));
  it('fails for good after its fourth failure', () =>
    given(requested, started(1), failed(1), started(2), failed(2), started(3), failed(3), started(4))
      .when(fails(4))
      .then(AttemptFailed({ ...trouble(4), retry_at: null }), CallFailed({ ...of, reason: 'timeout', attempts: 4 })));
  it('does not count an attempt in doubt as a failure', () =>
    given(requested, started(1), failed(1), started(2), doubted(2), started(3), failed(3), started(4))
      .when(fails(4))
      .then(failed(4)));
  it('takes a late answer while no newer attempt began', () =>
    given(requested, started(1), doubted(1))
      .when(record(1))
      .then(CallAnswered(output(1))));
  it('logs a late answer as money spent when a newer attempt began', () =>
    given(requested, started(1), doubted(1), started(2))
      .when(record(1))
      .then(AnswerSuperseded(output(1))));
  it('ignores the failure of an earlier attempt', () =>
    given(requested, started(1), doubted(1), started(2)).when(fails(1)).then());
  it('is doubted once, and not after it is settled', () => {
    given(requested, started(1)).when(doubt(1)).then(doubted(1));
    given(requested, started(1), doubted(1)).when(doubt(1)).then();
    given(requested, started(1), CallAnswered(output(1)))
      .when(doubt(1))
      .then();
  });
  it('is held for a person where its evaluation asks for that, and sent no more until then', () => {
    given(requested, started(1))
      .when(doubt(1, true))
      .then(doubted(1), CallHeld({ ...of, attempt: 1 }));
    given(...held)
      .when({ type: 'StartAttempt', data: { call_id: cell.call_id, attempt: 2, owner: 'me' } })
      .rejects('call-not-waiting');
  });
  it('is tried again or given up as the person decides, once', () => {
    given(...held)
      .when(resolve('retry'))
      .then(CallReleased(of));
    given(...held)
      .when(resolve('give_up'))
      .then(CallFailed({ ...of, reason: 'in_doubt', attempts: 1 }));
    given(...held, CallReleased(of))
      .when(resolve('retry'))
      .rejects('call-not-held');
  });
  it('takes the late outcome of a held attempt: then nobody needs to decide', () => {
    given(...held)
      .when(record(1))
      .then(CallAnswered(output(1)));
    given(...held)
      .when(fails(1))
      .then(failed(1));
  });
  it('takes what a provider says later of an attempt that it was asked for, once, also when it is settled', () => {
    const [unpriced, cost] = [AttemptFailed({ ...trouble(1), looked_up: true, retry_at: 5 }), { ...of, attempt: 1 }];
    const reconcile = { type: 'ReconcileAttempt' as const, data: { ...cost, cost_nano: 7 } };
    const reconciled = AttemptReconciled({ ...cost, cost_nano: 7 });
    const late = [requested, started(1), unpriced, started(2), CallAnswered(output(2))];
    given(requested, started(1), unpriced).when(reconcile).then(reconciled);
    given(...late)
      .when(reconcile)
      .then(reconciled);
    given(...late, reconciled)
      .when(reconcile)
      .then();
    given(...late, AttemptUnreconciled(cost))
      .when(reconcile)
      .then();
    given(requested, started(1), failed(1)).when(reconcile).then();
    given(...late, reconciled)
      .when({ type: 'LeaveUnreconciled', data: cost })
      .then();
    given(requested, started(1), CallAnswered({ ...output(1), looked_up: true }))
      .when({ type: 'LeaveUnreconciled', data: cost })
      .then(AttemptUnreconciled(cost));
  });
  it('is cancelled while it waits or is held, never under way or settled', () => {
    given(requested).when(cancel).then(CallCancelled(of));
    given(...held)
      .when(cancel)
      .then(CallCancelled(of));
    given(requested, started(1)).when(cancel).then();
    given(requested, started(1), CallAnswered(output(1)))
      .when(cancel)
      .then();
  });
  it('logs an answer that comes after its cancellation as money spent', () =>
    given(...held, CallCancelled(of))
      .when(record(1))
      .then(AnswerSuperseded(output(1))));
  it('fails as abandoned while it waits, never tried or tried before; under way, held or settled it is left alone', () => {
    const abandon = { type: 'AbandonCall' as const, data: of };
    given(requested)
      .when(abandon)
      .then(CallFailed({ ...of, reason: 'abandoned', attempts: 0 }));
    given(requested, started(1), failed(1))
      .when(abandon)
      .then(CallFailed({ ...of, reason: 'abandoned', attempts: 1 }));
    given(requested, started(1)).when(abandon).then();
    given(...held)
      .when(abandon)
      .then();
    given(requested, CallCancelled(of)).when(abandon).then();
  });
  it('stays unscored when the budget does not reach it, unless it is under way', () => {
    const leave = { type: 'LeaveUnscored' as const, data: { ...of, reason: 'budget' as const } };
    given(requested)
      .when(leave)
      .then(CallUnscored({ ...of, reason: 'budget' }));
    given(requested, started(1)).when(leave).then();
  });

  it('whose answer was carried is settled: it is neither requested nor left', () => {
    given(carried()).when({ type: 'RequestCall', data: request }).then();
    given(carried()).when(cancel).then();
    given(carried())
      .when({ type: 'LeaveUnscored', data: { ...of, reason: 'budget' } })
      .then();
  });
});
