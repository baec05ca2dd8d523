import type { ConsumerInfo } from '@nats-io/jetstream';
import { saveCheckpoints, type Pool } from '@taskbench/event-log';
import { apart, type Logger } from '@taskbench/telemetry';
import type { Carrier, Transport } from './transport.ts';

/** A durable consumer of a stream, whose ack floor is kept. */
export interface Durable {
  readonly name: string;
  readonly service: string;
  readonly carrier: Carrier;
  /** When the server made it: another replica may make another of the same name. */
  readonly created: string;
  /** The stream or this consumer is no longer there, which the client is not told while it asks for messages. */
  gone(): void;
}

const EVERY_MS = 1_000;

const keepers = new WeakMap<Transport, Floors>();

/** Keeps how far a consumer has come in Postgres, from where a new stream begins; answers how to end that. */
export function keepFloor(durable: Durable, transport: Transport, pool: Pool, logger: Logger): () => void {
  const floors = keepers.get(transport) ?? new Floors(transport, pool, logger);
  keepers.set(transport, floors);
  return floors.keep(durable);
}

/** The ack floors of all durable consumers of a process: one look at the server for all, one write a service. */
class Floors {
  private readonly durables = new Set<Durable>();
  private readonly kept = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly transport: Transport,
    private readonly pool: Pool,
    private readonly logger: Logger,
  ) {}

  keep(durable: Durable): () => void {
    this.durables.add(durable);
    this.timer ??= setInterval(() => void apart(() => this.look()), EVERY_MS);
    return () => {
      this.durables.delete(durable);
      if (this.durables.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  }

  private async look(): Promise<void> {
    for (const carrier of new Map([...this.durables].map(({ carrier }) => [carrier.name, carrier])).values()) {
      try {
        await this.lookAt(carrier);
      } catch (error) {
        this.logger.debug({ err: error }, 'The ack floors were not kept this time.');
        if (error instanceof Error && error.name === 'StreamNotFoundError')
          for (const durable of this.of(carrier.name)) durable.gone();
      }
    }
  }

  private of(stream: string): Durable[] {
    return [...this.durables].filter(({ carrier }) => carrier.name === stream);
  }

  private async lookAt({ name, base }: Carrier): Promise<void> {
    const { manager } = this.transport;
    const durables = this.of(name); // before the server is asked: of a later one it would know nothing
    const { last_seq: end } = (await manager.streams.info(name)).state; // before the consumers: it may be theirs to have passed
    const infos = new Map<string, ConsumerInfo>();
    for await (const info of manager.consumers.list(name)) infos.set(info.name, info);
    const moved = durables.flatMap((durable) => {
      const info = infos.get(durable.name);
      if (info?.created !== durable.created) {
        durable.gone();
        return [];
      }
      const floor = base + floorOf(info, end);
      return floor === this.kept.get(durable.name) ? [] : [{ ...durable, floor }];
    });
    if (end === 0 || moved.length === 0) return;
    const id = (await manager.streams.getMessage(name, { seq: end }))?.header.get('Nats-Msg-Id');
    if (!id) return;
    for (const [service, floors] of Map.groupBy(moved, (durable) => durable.service)) {
      await saveCheckpoints(this.pool, service, floors, { position: base + end, id });
      for (const { name, floor } of floors) this.kept.set(name, floor);
    }
  }
}

/** With nothing left to do, it is through with all that the stream had a moment before. */
const floorOf = ({ ack_floor, num_pending, num_ack_pending }: ConsumerInfo, end: number): number =>
  num_pending === 0 && num_ack_pending === 0 ? end : ack_floor.stream_seq;
