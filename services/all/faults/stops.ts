import { evaluation, startEvaluation } from './evaluation.ts';
import { eventsOf, type Observer } from './observe.ts';
import type { Round, Strike } from './round.ts';
import type { World } from './world.ts';

const LATENCY_MS = 1_500;
const CONCURRENCY = 150;
const GRACE_MS = 1_000;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

interface Seen {
  readonly at: number;
  readonly ended_at: number | null;
  readonly status: number;
}

/**
 * Asks the execution process to end at random moments, with slow answers so that many calls are in flight: no request
 * begins after a second, those in flight end and count, the process exits with 0.
 */
export async function stops(
  world: World,
  observer: Observer,
  task: { id: string; inputs: number },
  { count, random, say }: { count: number; random: () => number; say: (line: string) => void },
): Promise<Round[]> {
  await world.provider(LATENCY_MS);
  const rounds: Round[] = [];
  for (let stopped = 0; stopped < count;) {
    await world.control('log', { method: 'DELETE' });
    const from = await observer.head();
    const began = Date.now();
    const { id, progress } = await startEvaluation(world, task, 1_000, CONCURRENCY);
    const strikes: Strike[] = [];
    const wrong: string[] = [];
    while (stopped < count) {
      await pause(200 + random() * 1_500);
      const view = await evaluation(world, id);
      if (view.ended_at) break;
      const at = Date.now();
      const code = await world.end('execution', 'SIGTERM');
      const mending = Date.now();
      const seen = await world.control<readonly Seen[]>('requests?since=0');
      const late = seen.filter(({ at: begun }) => begun > at + GRACE_MS).length;
      const broken = seen.filter(({ status }) => status !== 200).length;
      if (code !== 0) wrong.push(`exit code ${code}`);
      if (late > 0) wrong.push(`${late} requests began more than a second after SIGTERM`);
      if (broken > 0) wrong.push(`${broken} requests did not end`);
      await world.start('execution');
      strikes.push({
        fault: 'SIGTERM of execution',
        answered: view.progress.answered,
        away_ms: mending - at,
        resumed_ms: Date.now() - mending,
      });
      stopped++;
      say(`SIGTERM: at ${view.progress.answered} answered, ended after ${mending - at} ms with ${code}`);
    }
    while (!(await evaluation(world, id)).ended_at) await pause(100);
    const events = await eventsOf(observer.log, id, from);
    const answered = events.filter(({ type }) => type === 'CallAnswered').length;
    const in_doubt = events.filter(({ type }) => type === 'AttemptInDoubt').length;
    const { requests } = await world.control<{ requests: number }>('log');
    if (answered !== progress.planned) wrong.push(`${answered} of ${progress.planned} calls answered`);
    if (in_doubt > 0) wrong.push(`${in_doubt} attempts in doubt after an orderly end`);
    rounds.push({
      fault: 'SIGTERM of execution',
      strikes,
      calls: progress.planned,
      in_doubt,
      repeated: requests - progress.planned,
      seconds: (Date.now() - began) / 1000,
      wrong,
      results: null,
    });
  }
  return rounds;
}
