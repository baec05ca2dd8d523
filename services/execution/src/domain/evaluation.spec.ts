import {
  EvaluationCancelled,
  EvaluationCompleted,
  EvaluationPaused,
  EvaluationResumed,
  EvaluationStarted,
  ModelAbandoned,
  ModelCancelled,
} from '@taskbench/contracts';
import { specify } from '@taskbench/kernel';
import { evaluation } from './evaluation.ts';

const { given } = specify(evaluation);
const of = { evaluation_id: '0192f5e0-0000-7000-8000-000000000001' };
const start = {
  ...of,
  task_id: of.evaluation_id,
  task_version: 1,
  task_name: 'T',
  manifest: 'a'.repeat(64),
  models: [{ label: 'm', model_id: 'm', connection_id: 'c', prices: null, seeded: false }],
  inputs: 1,
  checks: 0,
  repetitions: 1,
  planned: 1,
  concurrency: 5,
  budget_nano: null,
  temperature: null,
  max_tokens: 10,
  seed: 1,
  in_doubt: 'retry' as const,
  simulated: true,
  request: 'b'.repeat(64),
};
const started = EvaluationStarted(start);
const completed = EvaluationCompleted({ ...of, status: 'completed', answered: 1, failed: 0, unscored: 0 });
const pause = { type: 'PauseEvaluation' as const, data: of };
const resume = { type: 'ResumeEvaluation' as const, data: of };
const cancel = { type: 'CancelEvaluation' as const, data: of };

describe('An evaluation', () => {
  it('starts once', () => given(started).when({ type: 'StartEvaluation', data: start }).then());
  it('is paused and resumed, each once', () => {
    given(started).when(pause).then(EvaluationPaused(of));
    given(started, EvaluationPaused(of)).when(pause).then();
    given(started, EvaluationPaused(of)).when(resume).then(EvaluationResumed(of));
    given(started).when(resume).then();
  });
  it('is cancelled for good, also while it is paused', () => {
    given(started, EvaluationPaused(of)).when(cancel).then(EvaluationCancelled(of));
    given(started, EvaluationCancelled(of)).when(cancel).then();
    given(started, EvaluationCancelled(of)).when(resume).rejects('evaluation-cancelled');
    given(started, EvaluationCancelled(of)).when(pause).rejects('evaluation-cancelled');
  });
  it('abandons a model once, also while it is paused', () => {
    const model = { ...of, label: 'm', after: 'failed_calls' as const, count: 5, reason: 'refused_key' as const };
    const abandon = { type: 'AbandonModel' as const, data: model };
    given(started).when(abandon).then(ModelAbandoned(model));
    given(started, EvaluationPaused(of)).when(abandon).then(ModelAbandoned(model));
    given(started, ModelAbandoned(model)).when(abandon).then();
    given(started, EvaluationCancelled(of)).when(abandon).then();
    given(started, completed).when(abandon).then();
  });
  it('cancels one of its models, by its label and once', () => {
    const model = { ...of, label: 'm' };
    const leave = { type: 'CancelModel' as const, data: model };
    given(started).when(leave).then(ModelCancelled(model));
    given(started, ModelCancelled(model)).when(leave).then();
    given(started, EvaluationCancelled(of)).when(leave).then();
    given(started, completed).when(leave).rejects('evaluation-ended');
    given(started)
      .when({ ...leave, data: { ...of, label: 'nobody' } })
      .rejects('no-such-model');
  });
  it('changes no more once it has ended', () => {
    for (const command of [pause, resume, cancel]) given(started, completed).when(command).rejects('evaluation-ended');
  });
  it('that never started cannot be paused or ended', () => {
    given().when(pause).rejects('evaluation-not-started');
    given().when({ type: 'CompleteEvaluation', data: completed.data }).rejects('evaluation-not-started');
  });
  it('completes once, also while it is paused and after it was cancelled', () => {
    const complete = { type: 'CompleteEvaluation' as const, data: completed.data };
    given(started, EvaluationPaused(of)).when(complete).then(completed);
    given(started, EvaluationCancelled(of)).when(complete).then(completed);
    given(started, completed).when(complete).then();
  });
});
