import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Job } from './bare-loop.ts';

const script = join(import.meta.dirname, '../bare-loop/main.mjs');

/** The bare loop in a process of its own, as somebody would start it, and as old as the services that it is held against. */
export interface Bare {
  /** Seconds that it takes for so many calls. */
  run(calls: number): Promise<number>;
  stop(): Promise<void>;
}

export function startBare(job: Omit<Job, 'calls'>): Bare {
  const env = { PATH: process.env['PATH'] };
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return {
    async run(calls) {
      child.send({ ...job, calls } satisfies Job);
      const [seconds] = (await Promise.race([
        once(child, 'message'),
        once(child, 'exit').then(() => Promise.reject(new Error('The bare loop ended.'))),
      ])) as [number];
      return seconds;
    },
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
