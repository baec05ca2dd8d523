import type { Observer } from './observe.ts';
import { parts, type Part, type Subject, type World } from './world.ts';

/** Something that goes wrong, and how it is put right: by starting again what was killed, nothing else. */
export interface Fault<W extends Subject = World> {
  readonly name: string;
  /** An execution process dies of it, so that its attempts in flight are in doubt. */
  readonly doubts: boolean;
  strike(world: W, observer: Observer): Promise<void>;
  mend(world: W): Promise<void>;
  /** How long it stays broken, ms; drawn between a moment and two seconds unless said. */
  readonly away?: number;
}

const dies = (part: Part): Fault => ({
  name: part,
  doubts: part === 'execution',
  strike: (world) => world.end(part, 'SIGKILL').then(() => undefined),
  mend: (world) => world.start(part),
});
const postgres = (name: string, away?: number): Fault => ({
  name,
  doubts: false,
  strike: (world) => world.killPostgres(),
  mend: (world) => world.startPostgres(),
  ...(away !== undefined && { away }),
});
const nats = (name: string, away?: number): Fault => ({
  name,
  doubts: false,
  strike: (world) => world.killNats(),
  mend: (world) => world.startNats(),
  ...(away !== undefined && { away }),
});

/** Every fault that is tried, in the order of a short run. */
export const faults: readonly Fault[] = [
  dies('execution'),
  postgres('Postgres'),
  nats('NATS'),
  {
    name: 'all at once',
    doubts: true,
    strike: (world) => Promise.all(parts.map((part) => world.end(part, 'SIGKILL'))).then(() => undefined),
    mend: (world) => Promise.all(parts.map((part) => world.start(part))).then(() => undefined),
  },
  {
    name: "JetStream's storage deleted",
    doubts: false,
    strike: (world) => world.killNats().then(() => world.wipeJetStream()),
    mend: (world) => world.startNats(),
  },
  dies('relay'),
  dies('scoring'),
  dies('billing'),
  dies('tasks'),
  dies('checks'),
  {
    name: 'connections cut',
    doubts: false,
    strike: (_, observer) => observer.cutConnections(),
    mend: async () => undefined,
  },
];

/** Long absences, which a short run leaves out. */
export const absences: readonly Fault[] = [postgres('Postgres away 30 s', 30_000), nats('NATS away 30 s', 30_000)];
