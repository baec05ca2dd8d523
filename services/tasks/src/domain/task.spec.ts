import { TaskCreated, TaskRevised } from '@taskbench/contracts';
import { specify } from '@taskbench/kernel';
import { task } from './task.ts';

const { given } = specify(task);
const described = {
  task_id: '0192f5e0-0000-7000-8000-000000000001',
  name: 'Standup',
  manifest: 'a'.repeat(64),
  inputs: 1,
};
const generate = { checks: 'generate' as const, given_checks: null };
const given1 = { checks: 'given' as const, given_checks: 'd'.repeat(64) };
const created = TaskCreated({ ...described, ...generate, task_version: 1, request: 'b'.repeat(64) });
const createdWithChecks = TaskCreated({ ...described, ...given1, task_version: 1, request: 'b'.repeat(64) });
const create = { type: 'CreateTask' as const, data: { ...described, ...generate, request: 'b'.repeat(64) } };
const changed = { ...described, manifest: 'c'.repeat(64) };
const revise = (data: object = {}) => ({
  type: 'ReviseTask' as const,
  data: { ...changed, from_version: 1, source: null, ...data },
});

describe('A task', () => {
  it('is created at version 1', () => given().when(create).then(created));
  it('is created once, however often it is asked for', () => given(created).when(create).then());
  it('becomes a new version when it is changed', () =>
    given(created)
      .when(revise())
      .then(TaskRevised({ ...changed, ...generate, task_version: 2 })));
  it('keeps the checks that a person gave when something else is changed', () =>
    given(createdWithChecks)
      .when(revise())
      .then(TaskRevised({ ...changed, ...given1, task_version: 2 })));
  it('becomes a new version when only its checks are changed', () =>
    given(created)
      .when(revise({ manifest: described.manifest, source: given1 }))
      .then(TaskRevised({ ...described, ...given1, task_version: 2 })));
  it('stays as it is when nothing changed', () =>
    given(createdWithChecks)
      .when(revise({ manifest: described.manifest, source: given1 }))
      .then());
  it('refuses a change that was made from an older version', () =>
    given(created, TaskRevised({ ...changed, ...generate, task_version: 2 }))
      .when(revise({ manifest: 'e'.repeat(64) }))
      .rejects('task-changed'));
  it('cannot be changed before it exists', () => given().when(revise()).rejects('task-unknown'));
});
