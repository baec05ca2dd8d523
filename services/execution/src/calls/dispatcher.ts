import { setImmediate as endOfTurn } from 'node:timers/promises';
import { isOutage, outlast, type Appended, type Entry } from '@taskbench/event-log';
import type { Runtime, Worker } from '@taskbench/service-kit';
import { within } from '@taskbench/telemetry';
import { holding, limitConnections, step, type Claimed, type Release } from './claims.ts';
import type { Lease } from './lease.ts';

interface Job {
  readonly entry: Entry;
  readonly release: Release;
  /** Until when it waits for others, on the clock of `performance`. */
  readonly until: number;
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
/** Of the time that a call took: so long its outcome waits for others, with which it then shares a step. */
const GATHERING = 0.015;
const LONGEST_GATHERING_MS = 20;
/** With fewer calls under way hardly any other comes meanwhile, and the slot would idle for nothing. */
const LEAST_GATHERED = 20;

/** The process's one writer of calls: settles what came in, claims what is due, sends it. */
export class Dispatcher implements Worker {
  private readonly jobs: Job[] = [];
  /** Calls under way with the attempt that is being made. */
  private readonly flying = new Map<string, number>();
  private open = true;
  private due = true;
  /** A reply was lost: what it claimed, if anything, lies in the leases. */
  private unsure = false;
  private ring: (() => void) | null = null;
  private readonly running: Promise<void>;

  constructor(
    private readonly runtime: Runtime,
    private readonly lease: Lease,
    private readonly send: Send,
    private readonly connection: { readonly id: string; readonly concurrency: number },
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
    await this.lease.retire();
    await this.running;
  }

  /** Of an attempt that began then, on the clock of `performance`. */
  private settle(since: number): Settle {
    return (entry, release) =>
      new Promise((done, failed) => {
        const now = performance.now();
        const gathering = this.flying.size < LEAST_GATHERED ? 0 : (now - since) * GATHERING;
        const until = now + Math.min(gathering, LONGEST_GATHERING_MS);
        this.jobs.push({ entry, release, until, done, failed });
        this.ring?.();
      });
  }

  private async run(): Promise<void> {
    await outlast(() => limitConnections(this.runtime.log.pool, this.connection.id, this.connection.concurrency));
    while (this.open || this.flying.size > 0) {
      if (this.jobs.length === 0 && !(this.due && this.room() > 0)) {
        if (!(await this.rest(POLL_MS))) this.due = true;
        await endOfTurn(); // answers of one turn of the event loop share a step
        continue;
      }
      await this.gather();
      const want = this.room();
      const jobs = this.jobs.splice(0, MAX_JOBS);
      // As long as nothing new is known to be due, the slots of answered calls go to the next of their models.
      const swap = !this.due && jobs.every(({ release }) => release.outcome === null);
      this.due = false;
      try {
        if (this.unsure && this.open) await this.adopt();
        await this.turn(jobs, want, swap);
      } catch (error) {
        this.unsure = true;
        this.due = true;
        this.runtime.logger.warn({ err: error }, 'Claiming was interrupted.');
        if (isOutage(error)) this.jobs.unshift(...jobs);
        else await this.oneByOne(jobs);
        await new Promise((done) => setTimeout(done, POLL_MS));
      }
    }
  }

  /** How many more calls this process may have under way. */
  private room(): number {
    return this.open && this.lease.held() ? SLOTS - this.flying.size : 0;
  }

  /** Until an outcome has waited long enough for others. */
  private async gather(): Promise<void> {
    while (this.jobs.length > 0) {
      const left = Math.min(...this.jobs.map(({ until }) => until)) - performance.now();
      if (left < 1) return; // timers count whole ms
      await this.rest(left);
    }
  }

  private async turn(jobs: readonly Job[], want: number, swap = false): Promise<void> {
    const { appended, claimed } = await step(
      this.runtime.log.pool,
      this.lease.owner,
      jobs.map(({ release }) => release),
      want,
      jobs.map(({ entry }) => entry),
      swap,
    );
    jobs.forEach(({ done }, index) => done(appended[index]!));
    for (const one of claimed) this.start(one);
    if (want > 0 && (swap ? claimed.length < jobs.length : claimed.length === want)) this.due = true;
  }

  /** Sends what a lost reply claimed for this process: its intent is in the log, no request was made. */
  private async adopt(): Promise<void> {
    for (const one of await holding(this.runtime.log.pool, this.lease.owner)) {
      const { call_id } = one.request.call;
      if ((this.flying.get(call_id) ?? 0) < one.attempt) this.start(one);
    }
    this.unsure = false;
  }

  /** Postgres refused something of a batch: only what it refuses by itself fails. */
  private async oneByOne(jobs: readonly Job[]): Promise<void> {
    for (const job of jobs) {
      try {
        await this.turn([job], 0);
      } catch (error) {
        if (isOutage(error)) this.jobs.unshift(job);
        else job.failed(error);
      }
    }
  }

  private start(claimed: Claimed): void {
    const { call_id } = claimed.request.call;
    this.flying.set(call_id, claimed.attempt);
    const { payer: correlation } = claimed.request.call;
    void within({ call: call_id, correlation }, () => this.send(claimed, this.settle(performance.now())))
      .catch((error: unknown) => this.runtime.logger.error({ err: error }, 'A call could not be settled.'))
      .finally(() => {
        if (this.flying.get(call_id) === claimed.attempt) this.flying.delete(call_id);
        if (this.flying.size === 0) this.runtime.transport.flush(); // nothing follows that it could share a commit with
        this.ring?.();
      });
  }

  /** Whether it rang within the time. */
  private rest(ms: number): Promise<boolean> {
    return new Promise((done) => {
      const end = (rang: boolean) => {
        clearTimeout(timer);
        this.ring = null;
        done(rang);
      };
      const timer = setTimeout(() => end(false), ms);
      this.ring = () => end(true);
    });
  }
}
