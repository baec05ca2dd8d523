import type { EvaluationView } from '@taskbench/contracts';
import { ApiProblem, Unanswered, type Api } from '../api.ts';
import { silent } from '../show/progress.ts';
import { follow } from './follow.ts';

const progress = {
  planned: 2,
  answered: 1,
  failed: 0,
  in_doubt: 0,
  held: 0,
  unscored: 0,
  cancelled: 0,
  scored: 1,
  carried: 0,
};
const seen = (more: Partial<EvaluationView>) =>
  ({
    status: 'running',
    ended_at: null,
    progress,
    budget_usd: null,
    cost_usd: '0.00',
    cost_state: 'exact',
    ...more,
  }) as EvaluationView;
const running = seen({});

/** An API that gives these answers one after the other, the last for ever. */
function answering(...answers: (EvaluationView | Error)[]): Api {
  const next = () => (answers.length > 1 ? answers.shift()! : answers[0]!);
  const get = async () => {
    const answer = next();
    if (answer instanceof Error) throw answer;
    return answer as never;
  };
  return { url: 'http://here', get, post: get, remove: get };
}

describe('Who follows an evaluation', () => {
  it('stays to its end, over an outage of the services', async () => {
    const waited: string[] = [];
    const telling = { ...silent, wait: (line: string) => void waited.push(line) };
    const ended = seen({ status: 'completed', ended_at: '2026-01-01T00:00:00Z' });
    expect(await follow(answering(running, new Unanswered('away'), ended), 'id', telling)).toBe(ended);
    expect(waited).toEqual(['The services do not answer; the evaluation goes on when they do']);
  });

  it.each(['paused', 'held'] as const)('does not wait for what only a person can do: %s', async (status) => {
    expect(await follow(answering(running, seen({ status })), 'id', silent)).toMatchObject({ status });
  });

  it('stops when it is interrupted', async () => {
    expect(await follow(answering(running), 'id', silent, AbortSignal.abort())).toBe(running);
  });

  it('does not ask again what was refused', async () => {
    const refusal = new ApiProblem({
      type: '',
      title: '',
      status: 404,
      code: 'not-found',
      detail: 'No such evaluation.',
    });
    await expect(follow(answering(refusal, running), 'id', silent)).rejects.toBe(refusal);
  });
});
