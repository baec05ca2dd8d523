import type { Appended, Entry } from '@taskbench/event-log';
import type { Runtime, Worker } from '@taskbench/service-kit';
import { step, type Claimed, type Release } from './claims.ts';
import type { Lease } from './lease.ts';

interface Job {
  readonly entry: Entry;
  readonly release: Release;
  readonly done: (result: Appended) => void;
  readonly failed: (error: unknown) => void;
}

/** Sends one claimed call and settles it. */
export type Send = (claimed: Claimed, settle: Settle) => Promise<void>;
/** Appends the outcome of a call and gives its slot back, in the commit that claims the next. */
export type Settle = (entry: Entry, release: Release) => Promise<Appended>;

const SLOTS = 256;
const POLL_MS = 250;
const MAX_JOBS = 200;

/** The process's one writer of calls: settles what came in, claims what is due, sends it. */
export class Dispatcher implements Worker {
  private readonly jobs: Job[] = [];
  private inFlight = 0;
  private open = true;
  private due = true;
  private ring: (() => void) | null = null;
  private readonly running: Promise<void>;

  constructor(
    private readonly runtime: Runtime,
    private readonly lease: Lease,
    private readonly send: Send,
  ) {
    this.running = this.run();
  }

  /** There may be calls to claim. */
  wake(): void {
    this.due = true;
    this.ring?.();
  }

  /** Claims nothing any more; lets calls in flight end. */
  async close(): Promise<void> {
    this.open = false;
    this.ring?.();
    await this.running;
  }

  private readonly settle: Settle = (entry, release) =>
    new Promise((done, failed) => {
      this.jobs.push({ entry, release, done, failed });
      this.ring?.();
    });

  private async run(): Promise<void> {
    while (this.open || this.inFlight > 0) {
      const want = this.open && this.lease.held() ? SLOTS - this.inFlight : 0;
      if (this.jobs.length === 0 && !(this.due && want > 0)) {
        await this.rest();
        continue;
      }
      this.due = false;
      const jobs = this.jobs.splice(0, MAX_JOBS);
      try {
        const { appended, claimed } = await step(
          this.runtime.pool,
          this.lease.owner,
          jobs.map(({ release }) => release),
          want,
          jobs.map(({ entry }) => entry),
        );
        jobs.forEach(({ done }, index) => done(appended[index]!));
        for (const one of claimed) this.start(one);
        if (claimed.length > 0) this.due = claimed.length === want;
      } catch (error) {
        for (const { failed } of jobs) failed(error);
        this.runtime.logger.warn({ error: String(error) }, 'Claiming was interrupted.');
        await new Promise((done) => setTimeout(done, POLL_MS));
      }
    }
  }

  private start(claimed: Claimed): void {
    this.inFlight++;
    void this.send(claimed, this.settle)
      .catch((error: unknown) =>
        this.runtime.logger.error(
          { call: claimed.request.call.call_id, error: error instanceof Error ? error.stack : String(error) },
          'A call could not be settled; its lease runs out and it is tried again.',
        ),
      )
      .finally(() => {
        this.inFlight--;
        this.wake();
      });
  }

  private rest(): Promise<void> {
    return new Promise((done) => {
      const go = () => {
        clearTimeout(timer);
        this.ring = null;
        done();
      };
      const timer = setTimeout(() => {
        this.due = true;
        go();
      }, POLL_MS);
      this.ring = go;
    });
  }
}
