import {
  AckPolicy,
  DeliverPolicy,
  type Consumer as JsConsumer,
  type ConsumerMessages,
  type JsMsg,
} from '@nats-io/jetstream';
import { OwnError, type AnyEvent, type EventDefinition, type Stored } from '@taskbench/contracts';
import { beginCheckpoint, DeadLetters, isOutage, lift, type EventLog, type Pool } from '@taskbench/event-log';
import { within, type Logger } from '@taskbench/telemetry';
import type { Consumer } from './feed.ts';
import { keepFloor } from './floors.ts';
import { genuine } from './genuine.ts';
import { decode } from './message.ts';
import { Pace } from './pace.ts';
import { findCarrier, type Carrier, type Transport } from './transport.ts';

/** When *this* happened, do *that*. May run twice and beside others: what it does must decide nothing the second time. */
export interface Reaction {
  /** With the service's name in front, the durable consumer's name: never renamed. */
  readonly name: string;
  readonly on: Pick<AnyEvent, 'type'>;
  /** Of a type with topics: the one whose events are wanted. */
  readonly topic?: string;
  readonly react: (event: Stored) => Promise<void>;
}

/** Names the event of a reaction once, so that its data is checked. */
export const reaction = <Type extends string, Data>(
  name: string,
  on: EventDefinition<Type, Data>,
  react: (data: Data, event: Stored) => Promise<void>,
  topic?: string,
): Reaction => ({
  name,
  on,
  ...(topic !== undefined && { topic }),
  react: async (event) => {
    const { data, ...lifted } = lift(event);
    // What was set aside before there were topics, and is tried again, may be of another.
    if (topic !== undefined && on.topicOf && on.topicOf(data as Data) !== topic) return;
    await react(data as Data, { ...lifted, data });
  },
});

/** The durable consumer of a service's reaction. */
export const durableOf = (service: string, { name }: Pick<Reaction, 'name'>): string => `${service}-${name}`;

const ACK_WAIT_MS = 5_000;
const BUSY_PER_SECOND = 40;
const LONGEST_REST_MS = 200;
const AGAIN_MS = 250;
const AWAY_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const SECOND = 1_000_000;
// A question for messages that the server never got is asked again after two silent beats; whether the consumer is there,
// the look at its floor tells.
const CONSUME = { max_messages: 200, abort_on_missing_resource: true, bind: true, idle_heartbeat: 2_000 };

export interface ReactionDeps {
  readonly service: string;
  readonly pool: Pool;
  readonly log: EventLog;
  readonly transport: Transport;
  readonly logger: Logger;
}

/**
 * A durable pull consumer that replicas share: append, then acknowledge. Its ack floor lies in Postgres too, where a
 * new or refilled stream's consumer starts. What has come is begun at once and together, so that it shares its commits,
 * then what comes next waits for a window. An event that fails again and again is set aside, and the others go on.
 */
export function startReaction(one: Reaction, { service, pool, log, transport, logger }: ReactionDeps): Consumer {
  const durable = durableOf(service, one);
  const letters = new DeadLetters(pool);
  const isGenuine = genuine(log);
  let open = true;
  let messages: ConsumerMessages | null = null;
  const busy = new Set<Promise<void>>();
  let arrived: JsMsg[] = [];
  let resting = false;
  const pace = new Pace(BUSY_PER_SECOND, LONGEST_REST_MS);
  const stopListening = transport.onFlush(() => pace.flush());

  function begin(): void {
    for (const message of arrived) {
      const handling = take(message).finally(() => busy.delete(handling));
      busy.add(handling);
    }
    resting = arrived.length > 0;
    if (resting) void pace.rest(arrived.length).then(begin);
    arrived = [];
  }

  async function ensure(): Promise<{ carrier: Carrier; consumer: JsConsumer }> {
    const { manager, client } = transport;
    const carrier = await findCarrier(transport);
    if (!carrier) throw new OwnError('There is no stream yet.');
    const floor = await beginCheckpoint(pool, service, durable);
    if (floor < carrier.base) {
      await manager.streams.delete(carrier.name); // the relay makes one that begins where this reaction is
      throw new OwnError(`The stream begins after ${floor}.`);
    }
    const known = await manager.consumers.info(carrier.name, durable).catch(() => null);
    if (!known) {
      await manager.consumers.add(carrier.name, {
        durable_name: durable,
        filter_subject: carrier.subjectOf(one.on.type, one.topic),
        ack_policy: AckPolicy.Explicit,
        ack_wait: ACK_WAIT_MS * SECOND,
        max_ack_pending: 1_000,
        max_deliver: -1,
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: floor - carrier.base + 1,
      });
    }
    return { carrier, consumer: await client.consumers.get(carrier.name, durable) };
  }

  function take(message: JsMsg): Promise<void> {
    const event = decode(message);
    const { id, position, correlation } = event;
    return within({ consumer: durable, event: id, position, correlation }, () => handleOne(message, event));
  }

  async function handleOne(message: JsMsg, event: Stored): Promise<void> {
    const alive = setInterval(() => message.working(), ACK_WAIT_MS / 3);
    try {
      if (!(await isGenuine(event))) return message.nak(AGAIN_MS); // the relay is about to fill the stream again
      await one.react(event);
      message.ack();
      if (message.redelivered) await letters.resolved(durable, event.position);
    } catch (error) {
      await failed(message, event, error);
    } finally {
      clearInterval(alive);
    }
  }

  async function failed(message: JsMsg, event: Stored, error: unknown): Promise<void> {
    const again = Math.min(LONGEST_WAIT_MS, AGAIN_MS * 2 ** Math.min(10, message.info.deliveryCount - 1));
    if (isOutage(error)) {
      logger.warn({ err: error }, 'A reaction waits for Postgres.');
      return message.nak(AWAY_MS);
    }
    try {
      const aside = await letters.failed(service, durable, event, error);
      logger.error({ err: error }, aside ? 'An event was set aside.' : 'A reaction failed and is tried again.');
      if (aside) message.ack();
      else message.nak(again);
    } catch (second) {
      logger.warn({ err: second }, 'A failure could not be noted; the event is tried again.');
      message.nak(again);
    }
  }

  async function receive(): Promise<void> {
    while (open) {
      let keeping: (() => void) | undefined;
      try {
        const { carrier, consumer } = await ensure();
        const gone = () => messages?.stop();
        const { created } = await consumer.info(true);
        keeping = keepFloor({ name: durable, service, carrier, created, gone }, transport, log.pool, logger);
        messages = await consumer.consume(CONSUME);
        if (!open) messages.stop(); // closed while it was made: nobody else would stop it
        for await (const message of messages) {
          arrived.push(message);
          pace.heard(one.on.type);
          if (!resting) begin();
        }
      } catch (error) {
        if (open) logger.debug({ err: error }, 'The reaction waits for the stream.');
      } finally {
        keeping?.();
      }
      if (open) await new Promise((done) => setTimeout(done, AGAIN_MS));
    }
  }

  const running = within({ consumer: durable }, receive);
  return {
    async close() {
      open = false;
      stopListening();
      messages?.stop();
      await running;
      begin();
      await Promise.all(busy);
    },
  };
}
