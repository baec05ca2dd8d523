import { setImmediate as endOfTurn } from 'node:timers/promises';
import type { Appended, Entry } from './log.ts';
import { isOutage } from './outage.ts';

/**
 * Appends one entry, committed together with those that came while the commit before was under way.
 *
 * The contract: a position means that the entry is in the log for good; `conflict` that nothing of it is, because its
 * stream was not at the expected version. A refusal of Postgres is thrown to the entry that it refuses alone. When
 * Postgres was away the outcome is unknown and that is thrown: read the stream again and decide again. Entries for one
 * stream are committed in the order in which they came, each in a commit of its own.
 */
export type GroupCommit = (entry: Entry) => Promise<Appended>;

interface Job {
  readonly entry: Entry;
  readonly done: (result: Appended) => void;
  readonly failed: (error: unknown) => void;
}

/** Events a commit; an entry with more goes alone. */
export const MAX_EVENTS = 500;

/** Collects entries during a turn of the event loop, or while a commit is under way, and commits them together. */
export function groupCommit(commit: (entries: readonly Entry[]) => Promise<Appended[]>): GroupCommit {
  let waiting: Job[] = [];
  let busy = false;

  function take(): Job[] {
    const streams = new Set<string>();
    const taken: Job[] = [];
    let at = 0;
    let events = 0;
    const left: Job[] = [];
    for (; at < waiting.length && events < MAX_EVENTS; at++) {
      const job = waiting[at]!;
      const { stream, facts } = job.entry;
      if (streams.has(stream) || (events > 0 && events + facts.length > MAX_EVENTS)) left.push(job);
      else {
        taken.push(job);
        events += facts.length;
      }
      streams.add(stream);
    }
    waiting = left.concat(waiting.slice(at));
    return taken;
  }

  async function together(jobs: readonly Job[]): Promise<void> {
    try {
      const results = await commit(jobs.map(({ entry }) => entry));
      jobs.forEach(({ done }, index) => done(results[index]!));
    } catch (error) {
      if (jobs.length === 1 || isOutage(error)) for (const { failed } of jobs) failed(error);
      else for (const job of jobs) await together([job]); // only what is refused by itself fails
    }
  }

  async function flush(): Promise<void> {
    busy = true;
    await endOfTurn();
    while (waiting.length > 0) await together(take());
    busy = false;
  }

  return (entry) =>
    new Promise((done, failed) => {
      waiting.push({ entry, done, failed });
      if (!busy) void flush();
    });
}
