import { Worker } from 'node:worker_threads';
import type { Question } from './compute.ts';
import type { Results } from './results.ts';

type Reply = { readonly results: Results } | { readonly error: unknown };

interface Asked {
  readonly question: Question;
  readonly resolve: (results: Results) => void;
  readonly reject: (reason: unknown) => void;
}

// The built program has its threads as files beside it; from source the thread's own file runs.
const THREAD = import.meta.url.endsWith('.mjs') ? '../statistician/main.mjs' : './thread.ts';

/** Works out results in a thread of its own, one after the other, so that calls and pages go on meanwhile. */
export class Statistician {
  private thread: Worker | null = null;
  private readonly waiting: Asked[] = [];

  ask(question: Question): Promise<Results> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ question, resolve, reject });
      if (this.waiting.length === 1) this.next();
    });
  }

  async close(): Promise<void> {
    for (const { reject } of this.waiting.splice(0)) reject(new Error('Results are not worked out any more.'));
    await this.thread?.terminate();
  }

  private next(): void {
    const [asked] = this.waiting;
    if (!asked) {
      this.thread?.unref(); // idle, it keeps no process alive
      return;
    }
    this.thread ??= this.open();
    this.thread.ref();
    this.thread.postMessage(asked.question);
  }

  private open(): Worker {
    const thread = new Worker(new URL(THREAD, import.meta.url));
    thread.on('message', (reply: Reply) =>
      this.settle((asked) => ('results' in reply ? asked.resolve(reply.results) : asked.reject(reply.error))),
    );
    let failure: unknown = new Error('The thread that works out results ended.');
    thread.on('error', (error) => (failure = error)); // an exit follows
    thread.on('exit', () => {
      this.thread = null;
      this.settle((asked) => asked.reject(failure));
    });
    return thread;
  }

  private settle(how: (asked: Asked) => void): void {
    const asked = this.waiting.shift();
    if (asked) how(asked);
    this.next();
  }
}
