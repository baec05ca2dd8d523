import { checkpoint } from '@taskbench/event-log';
import type { Runtime } from './runtime.ts';

const LONGEST_MS = 5_000;

/** Waits until a service's rows show everything that is in the log now; gives up after five seconds. */
export async function caughtUp({ log, pool }: Runtime, schema: string): Promise<void> {
  const { position } = await log.head();
  for (const until = Date.now() + LONGEST_MS; Date.now() < until;) {
    if ((await checkpoint(pool, schema)) >= position) return;
    await new Promise((done) => setTimeout(done, 20));
  }
}
