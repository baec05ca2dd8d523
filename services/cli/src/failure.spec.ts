import { ApiProblem, Unanswered } from './api.ts';
import { failureOf } from './failure.ts';

const problem = { type: 'about:blank', title: 'Bad', status: 400, code: 'invalid', detail: 'Bad input.' };

describe('What a command was thrown out by', () => {
  it.each([
    [
      'a refusal of the API',
      new ApiProblem({ ...problem, errors: [{ path: 'inputs', message: 'empty' }] }),
      'inputs: empty',
      2,
    ],
    ['a wrong file', new Error('The task a.yaml does not exist.'), 'The task a.yaml does not exist.', 2],
    ['no answer', new Unanswered('Nobody.'), 'Nobody.', 3],
    [
      'a mistake of ours',
      new TypeError('x is undefined'),
      'Unexpected: x is undefined. TASKBENCH_DEBUG=1 shows where.',
      3,
    ],
  ])('is one line without a stack: %s', (_, error, line, code) => {
    expect(failureOf(error, {})).toEqual({ line, code });
  });

  it('shows the stack when it is asked for', () => {
    expect(failureOf(new Error('x'), { TASKBENCH_DEBUG: '1' }).line).toContain('failure.spec');
  });
});
