import { checkpoint, DeadLetters } from '@taskbench/event-log';
import { durableOf, findCarrier, type Transport } from '@taskbench/messaging';
import type { Runtime } from './runtime.ts';
import type { Figure, Parts, ServiceDefinition } from './service.ts';

interface Built {
  readonly service: ServiceDefinition;
  readonly parts: Parts;
}

const PATIENCE_MS = 2_000;

/** Work that may hang while a server is away; null after two seconds or when it failed. */
async function inTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => (timer = setTimeout(() => done(null), PATIENCE_MS)));
  return Promise.race([work.catch(() => null), late]).finally(() => clearTimeout(timer));
}

/** The stream and the position up to which it carries the log. */
async function carried(transport: Transport): Promise<{ name: string; position: number } | null> {
  const carrier = await findCarrier(transport);
  if (!carrier) return null;
  const { state } = await transport.manager.streams.info(carrier.name);
  return { name: carrier.name, position: carrier.base + state.last_seq };
}

const figure = (name: string, help: string, value: number, labels: Record<string, string> = {}): Figure => ({
  name: `taskbench_${name}`,
  help,
  labels,
  value,
});

/** What a process knows of how far everything is. What cannot be asked just now is left out, and says so as `up` 0. */
export async function figures(runtime: Runtime, built: readonly Built[], relay: boolean): Promise<Figure[]> {
  const { pool, log, transport } = runtime;
  const [head, stream] = await Promise.all([inTime(log.head()), inTime(carried(transport))]);
  const up = (part: string, is: boolean) => figure('up', 'Whether a server answers', Number(is), { part });
  const found: Figure[] = [up('postgres', head !== null), up('nats', transport.isConnected())];
  if (head) {
    found.push(figure('events', 'Events in the log', head.position));
    const lags = built.map(async ({ service: { name: service } }) => {
      const at = await inTime(checkpoint(pool, service));
      const behind = Math.max(0, head.position - (at ?? 0));
      return at === null
        ? []
        : [figure('projection_lag_events', 'Events that the rows do not show yet', behind, { service })];
    });
    const letters = built.map(async ({ service: { name: service } }) => {
      const open = await inTime(new DeadLetters(pool).count(service));
      return open === null ? [] : [figure('dead_letters', 'Events that were set aside', open, { service })];
    });
    const own = built.map(async ({ parts }) => (parts.figures ? ((await inTime(parts.figures())) ?? []) : []));
    found.push(...(await Promise.all([...lags, ...letters, ...own])).flat());
  }
  if (stream) {
    const waiting = built.flatMap(({ service, parts }) =>
      (parts.reactions ?? []).map(async (one) => {
        const consumer = durableOf(service.name, one);
        const info = await inTime(transport.manager.consumers.info(stream.name, consumer));
        const behind = info ? info.num_pending + info.num_ack_pending : null;
        return behind === null
          ? []
          : [figure('consumer_lag_events', 'Events that wait for a reaction', behind, { consumer })];
      }),
    );
    found.push(...(await Promise.all(waiting)).flat());
    if (relay && head)
      found.push(
        figure(
          'relay_lag_events',
          'Events that JetStream does not carry yet',
          Math.max(0, head.position - stream.position),
        ),
      );
  }
  return found;
}
