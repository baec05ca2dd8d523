import type { Appended, Entry } from './log.ts';

/** Appends one entry, committed together with those that came while the commit before was under way. */
export type GroupCommit = (entry: Entry) => Promise<Appended>;

interface Job {
  readonly entry: Entry;
  readonly done: (result: Appended) => void;
  readonly failed: (error: unknown) => void;
}

const MAX_EVENTS = 500;

/**
 * Collects entries while a commit is under way (no timer) and commits them together. A stream occurs once a commit: a
 * second entry for it waits for the next, so that it can lose against the first like against anybody else.
 */
export function groupCommit(commit: (entries: readonly Entry[]) => Promise<Appended[]>): GroupCommit {
  let waiting: Job[] = [];
  let busy = false;

  function take(): Job[] {
    const streams = new Set<string>();
    const taken: Job[] = [];
    const left: Job[] = [];
    let events = 0;
    for (const job of waiting) {
      const fits = events === 0 || events + job.entry.facts.length <= MAX_EVENTS;
      if (!fits || streams.has(job.entry.stream)) left.push(job);
      else {
        taken.push(job);
        events += job.entry.facts.length;
      }
      streams.add(job.entry.stream);
    }
    waiting = left;
    return taken;
  }

  async function flush(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const jobs = take();
      try {
        const results = await commit(jobs.map(({ entry }) => entry));
        jobs.forEach(({ done }, index) => done(results[index]!));
      } catch (error) {
        for (const { failed } of jobs) failed(error);
      }
    }
    busy = false;
  }

  return (entry) =>
    new Promise((done, failed) => {
      waiting.push({ entry, done, failed });
      if (!busy) void flush();
    });
}
