import type { EventList, EvaluationView } from '@taskbench/contracts';
import type { z } from 'zod';
import { ask, ended, importSample, sleep, start } from './client.ts';
import { composed, composeIsThere, type ComposedStack } from './compose.ts';

const docker = await composeIsThere();
const PLANNED = 2_016;

(docker ? describe : describe.skip)('Three execution containers in place of one in the middle of an evaluation', () => {
  let stack: ComposedStack;
  beforeAll(async () => {
    stack = await composed({}, 400);
  }, 300_000);
  afterAll(() => stack.kill('SIGTERM'), 60_000);

  it('settle every call once', async () => {
    const task = await importSample(stack);
    const models = ['sim/careful', 'sim/quick', 'sim/terse'];
    const { id, progress } = await start(stack, { task_id: task.id, models, repetitions: 48, concurrency: 50 });
    expect(progress.planned).toBe(PLANNED);
    const answered = async () => (await ask<EvaluationView>(stack, 'GET', `/evaluations/${id}`)).body.progress.answered;
    while ((await answered()) < 300) await sleep(20);
    const rateOver = async (ms: number) => {
      const [from, at] = [await answered(), performance.now()];
      await sleep(ms);
      return ((await answered()) - from) / ((performance.now() - at) / 1000);
    };
    const alone = await rateOver(2_000);
    await stack.scale({ execution: 3 });
    const together = await rateOver(2_000);
    const evaluation = await ended(stack, id, 120_000);
    expect(evaluation).toMatchObject({
      status: 'completed',
      progress: { answered: PLANNED, failed: 0, in_doubt: 0, scored: PLANNED },
    });

    const calls = new Map<string, number>();
    const owners = new Set<string>();
    for (let cursor: string | null = '0'; cursor !== null;) {
      const { body }: { body: z.infer<typeof EventList> } = await ask(
        stack,
        'GET',
        `/events?limit=200&cursor=${cursor}`,
      );
      for (const { type, data, stream } of body.events) {
        if (type === 'CallAnswered' && stream.startsWith(`call-${id}`)) calls.set(stream, (calls.get(stream) ?? 0) + 1);
        if (type === 'AttemptStarted') owners.add((data as { owner: string }).owner);
      }
      cursor = body.next_cursor;
    }
    expect([calls.size, [...calls.values()].every((times) => times === 1)]).toEqual([PLANNED, true]);
    const { requests } = (await (await fetch(`http://127.0.0.1:${stack.controlPort}/control/log`)).json()) as {
      requests: number;
    };
    expect(requests).toBe(PLANNED);
    expect(owners.size).toBe(3); // each of them took its share
    process.stdout.write(
      `Calls a second alone ${alone.toFixed(0)}, as three ${together.toFixed(0)}: ratio ${(together / alone).toFixed(2)}; ${owners.size} owners\n`,
    );
  }, 240_000);
});
