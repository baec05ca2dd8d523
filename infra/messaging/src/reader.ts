import { setTimeout as rest } from 'node:timers/promises';
import { DeliverPolicy, type ConsumerMessages } from '@nats-io/jetstream';
import { OwnError, type Stored } from '@taskbench/contracts';
import type { EventLog } from '@taskbench/event-log';
import { apart, type Logger } from '@taskbench/telemetry';
import { decode } from './message.ts';
import { findCarrier, type Transport } from './transport.ts';

/** Who follows the log from a position of its own on. */
export interface Follower {
  /** The position that it has come to: what comes after it is needed. */
  at(): Promise<number>;
  /** What JetStream brings, in order. Some may come again, and after a loss some not at all. */
  hear(event: Stored): void;
  /** Another consumer is read from now on: what was heard and not used is void. */
  anew(): void;
  /** It cannot hold more, and drops what it hears. */
  full(): boolean;
  /** Where the log ends, now and then, also while JetStream brings nothing. */
  ends(position: number): void;
}

export interface Following {
  /** JetStream did not bring what the log has: its consumer is made anew. */
  missed(): void;
  close(): Promise<void>;
}

const MAX_BATCH = 1_000;
const AGAIN_MS = 250;
const WATCH_MS = 500;

const readers = new WeakMap<Transport, Reader>();

/** Follows the log through the one reader that a process has of it, so that each event is fetched and read once. */
export function follow(follower: Follower, transport: Transport, log: EventLog, logger: Logger): Following {
  const reader = readers.get(transport) ?? new Reader(transport, log, logger);
  readers.set(transport, reader);
  return reader.follow(follower);
}

/** One ordered consumer for all followers of a process; from the place of the one that is furthest behind. */
class Reader {
  private readonly followers = new Set<Follower>();
  private messages: ConsumerMessages | null = null;
  private stale = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly transport: Transport,
    private readonly log: EventLog,
    private readonly logger: Logger,
  ) {}

  follow(follower: Follower): Following {
    this.followers.add(follower);
    if (this.followers.size === 1) this.running = this.running.then(() => apart(() => this.run()));
    else this.restart();
    return {
      missed: () => this.restart(),
      close: async () => {
        this.followers.delete(follower);
        if (this.followers.size > 0) return;
        this.messages?.stop();
        await this.running;
      },
    };
  }

  /** Makes the consumer anew from where the followers are now. */
  private restart(): void {
    this.stale = true;
    this.messages?.stop();
  }

  private async run(): Promise<void> {
    const watching = setInterval(() => void this.watch(), WATCH_MS);
    while (this.followers.size > 0) {
      this.stale = false;
      try {
        await this.read();
      } catch (error) {
        this.logger.debug({ err: error }, 'The feeds wait for the stream.');
      }
      this.messages = null;
      if (this.followers.size > 0 && !this.stale) await rest(AGAIN_MS);
    }
    clearInterval(watching);
  }

  private async read(): Promise<void> {
    const { client } = this.transport;
    const carrier = await findCarrier(this.transport);
    if (!carrier) throw new OwnError('There is no stream yet.');
    const places = await Promise.all([...this.followers].map((follower) => follower.at()));
    const consumer = await client.consumers.get(carrier.name, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: Math.max(0, Math.min(...places) - carrier.base) + 1,
    });
    for (const follower of this.followers) follower.anew();
    const messages = await consumer.consume({ max_messages: MAX_BATCH });
    this.messages = messages;
    const over = () => this.stale || this.followers.size === 0;
    if (over()) messages.stop(); // changed while it was made: nobody else would stop it
    for await (const message of messages) {
      const event = decode(message);
      for (const follower of this.followers) follower.hear(event);
      // JetStream keeps the rest for us. One that is full alone does not hold up the others: it reads the log.
      while (!over() && [...this.followers].every((follower) => follower.full())) await rest(AGAIN_MS);
    }
    void consumer.delete().catch(() => undefined); // or the server forgets it by itself
  }

  private async watch(): Promise<void> {
    const head = await this.log.head().catch(() => null); // while Postgres is away nobody can follow
    if (head) for (const follower of this.followers) follower.ends(head.position);
  }
}
