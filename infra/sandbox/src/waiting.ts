import { MOST_AT_ONCE, MOST_SENT, MOST_TRIES } from './limits.ts';
import type { Answer, Sent } from './program.ts';

/** A program with those who wait for it. */
export interface Job {
  readonly sent: Sent;
  /** How many processes ended under it. */
  ended: number;
  settle(answer: Answer): void;
  fail(error: unknown): void;
}

/** The programs that no process has yet, first come first served. */
export class Waiting {
  private jobs: Job[] = [];
  private closed: Error | null = null;

  constructor(private readonly takers: number) {}

  add(job: Job): void {
    this.jobs.push(job);
    if (this.closed) this.fail(this.closed);
  }

  /** As many as one message may hold, and no more than one taker's share. */
  take(): Job[] {
    const share = Math.min(MOST_AT_ONCE, Math.ceil(this.jobs.length / this.takers));
    let size = 0;
    const fits = this.jobs.slice(0, share).filter(({ sent }) => (size += sizeOf(sent)) <= MOST_SENT);
    return this.jobs.splice(0, fits.length);
  }

  /** Takes back what a process left behind. The first of them is the one that it was at. */
  putBack([first, ...others]: readonly Job[], hung: boolean): void {
    if (!first) return;
    first.ended += 1;
    const guilty = hung || first.ended === MOST_TRIES;
    const message = hung ? 'The program could not be interrupted.' : 'The process ended under the program.';
    if (guilty) first.settle({ error: 'killed', message });
    this.jobs.unshift(...(guilty ? [] : [first]), ...others);
    if (this.closed) this.fail(this.closed);
  }

  fail(error: unknown): void {
    for (const job of this.jobs.splice(0)) job.fail(error);
  }

  close(): void {
    this.closed = new Error('The sandbox is closed.');
    this.fail(this.closed);
  }

  isClosed(): boolean {
    return this.closed !== null;
  }
}

export const sizeOf = ({ code, json }: Sent): number => code.length + json.length;
