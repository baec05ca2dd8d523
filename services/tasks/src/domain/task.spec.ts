import { TaskCreated, TaskRevised } from '@taskbench/contracts';
import { specify } from '@taskbench/kernel';
import { task } from './task.ts';

const { given } = specify(task);
const version = {
  task_id: '0192f5e0-0000-7000-8000-000000000001',
  name: 'Standup',
  manifest: 'a'.repeat(64),
  inputs: 1,
  checks: 'generate' as const,
  given_checks: null,
};
const created = TaskCreated({ ...version, task_version: 1, request: 'b'.repeat(64) });
const create = { type: 'CreateTask' as const, data: { ...version, request: 'b'.repeat(64) } };

describe('A task', () => {
  it('is created at version 1', () => given().when(create).then(created));
  it('is created once, however often it is asked for', () => given(created).when(create).then());
  it('becomes a new version when it is changed', () =>
    given(created)
      .when({ type: 'ReviseTask', data: { ...version, manifest: 'c'.repeat(64) } })
      .then(TaskRevised({ ...version, manifest: 'c'.repeat(64), task_version: 2 })));
  it('stays as it is when nothing changed', () => given(created).when({ type: 'ReviseTask', data: version }).then());
  it('cannot be changed before it exists', () => given().when({ type: 'ReviseTask', data: version }).rejects('task-unknown'));
});
