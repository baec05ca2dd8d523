import { Child } from './child.ts';
import { MOST_TRIES } from './limits.ts';
import type { Waiting } from './waiting.ts';

/** One process at a time, and the programs that it takes from those waiting. */
export class Lane {
  private child: Promise<Child> | null = null;
  private working: Promise<void> | null = null;

  constructor(
    private readonly waiting: Waiting,
    private readonly patience: number,
    private readonly putBack: () => void,
  ) {}

  /** Starts working, if it does not yet. Its process is warm from the first program on, also if others were faster. */
  wake(): void {
    this.working ??= this.work();
  }

  async close(): Promise<void> {
    const child = await this.child?.catch(() => null);
    await child?.kill();
    await this.working;
  }

  private async work(): Promise<void> {
    try {
      while (await this.runNext());
    } catch (error) {
      this.waiting.fail(error);
    } finally {
      // With nothing in between: who adds a program after the last look wakes us anew.
      this.working = null;
    }
  }

  /** Runs what one message holds; false when nothing waits. */
  private async runNext(): Promise<boolean> {
    if (this.waiting.isClosed()) return false;
    const child = await this.warm();
    const jobs = this.waiting.take();
    if (jobs.length === 0) return false;
    const sent = jobs.map((job) => job.sent);
    const end = await child.run(sent, this.patience, (answer) => jobs.shift()!.settle(answer));
    if (end === 'answered') return true;
    this.child = null;
    this.waiting.putBack(jobs, end === 'hung');
    this.putBack();
    return true;
  }

  private async warm(): Promise<Child> {
    for (let tries = 1; ; tries++) {
      try {
        return await (this.child ??= Child.start());
      } catch (error) {
        this.child = null;
        if (tries === MOST_TRIES || this.waiting.isClosed()) throw error;
      }
    }
  }
}
