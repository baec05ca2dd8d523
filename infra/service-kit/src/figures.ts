import { checkpoint, DeadLetters, type Pool } from '@taskbench/event-log';
import { durableOf, findCarrier, type Transport } from '@taskbench/messaging';
import type { Questions } from './questions.ts';
import type { Runtime } from './runtime.ts';
import type { Figure, Parts, ServiceDefinition } from './service.ts';

interface Built {
  readonly service: ServiceDefinition;
  readonly parts: Parts;
}

/** The stream and the position up to which it carries the log. */
async function carried(transport: Transport): Promise<{ name: string | null; position: number }> {
  const carrier = await findCarrier(transport);
  if (!carrier) return { name: null, position: 0 };
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
export async function figures(
  { transport }: Runtime,
  pulse: Pool,
  questions: Questions,
  built: readonly Built[],
  relay: boolean,
): Promise<Figure[]> {
  const [head, stream] = await Promise.all([
    questions.ask(
      'head',
      async () => (await pulse.query<{ position: number }>('select position from log.head')).rows[0]!,
    ),
    questions.ask('stream', () => carried(transport)),
  ]);
  const up = (part: string, is: boolean) => figure('up', 'Whether a server answers', Number(is), { part });
  const connected = transport.isConnected();
  const found: Figure[] = [up('postgres', head !== null), up('nats', connected)];
  if (connected) found.push(up('jetstream', stream !== null)); // a server that met a full disk goes on without it
  if (head) {
    found.push(figure('events', 'Events in the log', head.position));
    const lags = built.map(async ({ service: { name: service } }) => {
      const at = await questions.ask(`checkpoint ${service}`, () => checkpoint(pulse, service));
      const behind = Math.max(0, head.position - (at ?? 0));
      return at === null
        ? []
        : [figure('projection_lag_events', 'Events that the rows do not show yet', behind, { service })];
    });
    const letters = built.map(async ({ service: { name: service } }) => {
      const open = await questions.ask(`letters ${service}`, () => new DeadLetters(pulse).count(service));
      return open === null ? [] : [figure('dead_letters', 'Events that were set aside', open, { service })];
    });
    const own = built.map(async ({ service: { name }, parts: { figures: read } }) =>
      read ? ((await questions.ask(`figures ${name}`, read)) ?? []) : [],
    );
    found.push(...(await Promise.all([...lags, ...letters, ...own])).flat());
  }
  if (stream?.name) {
    const { name } = stream;
    const waiting = built.flatMap(({ service, parts }) =>
      (parts.reactions ?? []).map(async (one) => {
        const consumer = durableOf(service.name, one);
        const info = await questions.ask(consumer, () => transport.manager.consumers.info(name, consumer));
        return info === null
          ? []
          : [
              figure(
                'consumer_lag_events',
                'Events that wait for a reaction',
                info.num_pending + info.num_ack_pending,
                {
                  consumer,
                },
              ),
            ];
      }),
    );
    found.push(...(await Promise.all(waiting)).flat());
    if (relay && head) {
      const behind = Math.max(0, head.position - stream.position);
      found.push(figure('relay_lag_events', 'Events that JetStream does not carry yet', behind));
    }
  }
  return found;
}
