import { MOST_AT_ONCE, MOST_SENT, MOST_TRIES } from './limits.ts';
import type { Answer } from './program.ts';
import { Waiting, type Job } from './waiting.ts';

const job = (json = ''): Job & { told: unknown[] } => {
  const told: unknown[] = [];
  const settle = (answer: Answer) => void told.push(answer);
  return { sent: { code: '', json }, ended: 0, told, settle, fail: (error) => void told.push(error) };
};
const filled = (takers: number, ...jobs: Job[]) => {
  const waiting = new Waiting(takers);
  for (const one of jobs) waiting.add(one);
  return waiting;
};

describe('Programs that wait', () => {
  it('are taken in order, a share at a time', () => {
    const jobs = [job(), job(), job()];
    const waiting = filled(2, ...jobs);
    expect(waiting.take()).toEqual(jobs.slice(0, 2));
    expect(waiting.take()).toEqual(jobs.slice(2));
    expect(waiting.take()).toEqual([]);
  });
  it('are taken as many as one message holds', () => {
    const half = 'x'.repeat(MOST_SENT / 2);
    expect(filled(1, ...Array.from({ length: 99 }, () => job())).take()).toHaveLength(MOST_AT_ONCE);
    expect(filled(1, job(half), job(half), job('x')).take()).toHaveLength(2);
    expect(filled(1, job(half), job(half + 'x'), job()).take()).toHaveLength(1);
  });
  it('come back in front when their process hung at the first of them', () => {
    const [guilty, next, last] = [job(), job(), job()];
    const waiting = filled(1, last);
    waiting.putBack([guilty, next], true);
    expect(guilty.told).toMatchObject([{ error: 'killed' }]);
    expect(waiting.take()).toEqual([next, last]);
  });
  it('are tried again when their process ended, a few times', () => {
    const [first, next] = [job(), job()];
    const waiting = filled(1, first, next);
    for (let tries = 1; tries < MOST_TRIES; tries++) {
      expect(waiting.take()).toEqual([first, next]);
      waiting.putBack([first, next], false);
    }
    expect(first.told).toEqual([]);
    waiting.putBack(waiting.take(), false);
    expect(first.told).toMatchObject([{ error: 'killed' }]);
    expect(waiting.take()).toEqual([next]);
  });
  it('are told of the end, also those that come or come back after it', () => {
    const [before, taken, after] = [job(), job(), job()];
    const waiting = filled(1, taken);
    const jobs = waiting.take();
    waiting.add(before);
    waiting.close();
    waiting.putBack(jobs, false);
    waiting.add(after);
    for (const { told } of [before, taken, after]) expect(String(told)).toContain('closed');
    expect(waiting.take()).toEqual([]);
  });
});
