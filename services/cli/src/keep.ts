import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type Running } from '@taskbench/local-servers';

/** Something that runs until it is stopped. */
export interface Kept {
  readonly name: string;
  stop(): Promise<void>;
}

export interface Keeping {
  readonly name: string;
  /** Starts it once more as it was: at the same address, on the same data. */
  readonly again: (signal: AbortSignal) => Promise<Running>;
  /** Told a line whenever it ended, and whenever it could not be started again. */
  readonly say: (line: string) => void;
  /** Whether it still does its work. What does not for a while is ended, and so started again. */
  readonly works?: () => Promise<boolean>;
  /** How often that is asked, ms. */
  readonly askEvery?: number;
  /** What to say of where its log is. */
  readonly logFile: string;
}

const LEAST_WAIT_MS = 500;
const MOST_WAIT_MS = 30_000;
/** What ran this long had come up: the next wait is a short one again. */
const HEALTHY_MS = 30_000;
const ASK_EVERY_MS = 5_000;
/** Times in a row that it must not have worked. */
const PATIENCE = 3;

/** Starts again whatever ends, whoever ended it, at growing intervals, until it is stopped. */
export function keep(first: Running, { name, again, say, works, askEvery = ASK_EVERY_MS, logFile }: Keeping): Kept {
  const stopping = new AbortController();
  const { signal } = stopping;
  const rest = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
  let current = first;
  let wait = LEAST_WAIT_MS;

  async function restart(how: string): Promise<void> {
    for (let why = how; !signal.aborted; wait = Math.min(wait * 2, MOST_WAIT_MS)) {
      say(`${name} ended (${why}); it starts again in ${wait / 1_000} s. Its log: ${logFile}`);
      await rest(wait);
      if (signal.aborted) return;
      try {
        current = await again(signal);
        return;
      } catch (error) {
        why = (error as Error).message.split('\n')[0]!;
      }
    }
  }

  const watching = (async () => {
    while (!signal.aborted) {
      const began = Date.now();
      const how = await current.exited;
      wait = Date.now() - began > HEALTHY_MS ? LEAST_WAIT_MS : wait;
      await restart(how);
      wait = Math.min(wait * 2, MOST_WAIT_MS);
    }
  })();

  const asking = (async () => {
    for (let misses = 0; works && !signal.aborted;) {
      await rest(askEvery);
      const asked = current;
      misses = signal.aborted || !isAlive(asked.pid) || (await works()) ? 0 : misses + 1;
      if (misses < PATIENCE || asked !== current) continue;
      say(`${name} runs but does not work; it is started again. Its log: ${logFile}`);
      await asked.stop();
      misses = 0;
    }
  })();

  return {
    name,
    async stop() {
      stopping.abort();
      await current.stop();
      await Promise.all([watching, asking]);
      await current.stop(); // what was being started when it was stopped
    },
  };
}
