import { containers } from './docker.ts';
import { byLabel, readFigures, type Figures } from './figures.ts';
import type { Settings } from './settings.ts';
import { StackState } from './state.ts';

/** A part of the stack and how it is. */
interface Part {
  readonly name: string;
  readonly state: string;
  readonly detail: string;
}

/** What is wrong, and what to do about it. */
export interface Trouble {
  readonly what: string;
  readonly remedy: string;
}

export interface Status {
  readonly mode: 'local' | 'docker' | 'stopped';
  readonly parts: readonly Part[];
  readonly events: number | null;
  readonly lag: Readonly<Record<string, number>>;
  readonly calls: Readonly<Record<string, number>>;
  readonly dead_letters: number;
  readonly troubles: readonly Trouble[];
}

const LOCAL = ['stack', 'postgres', 'nats', 'simulator', 'services', 'web'];
/** Behind this many events something is slow or stuck; less is the pace of the work. */
const MUCH = 2_000;

/** Looks at everything that runs and answers. */
export async function status(settings: Settings): Promise<Status> {
  const living = new StackState(settings.home).living();
  const contained = living.length > 0 ? [] : containers(settings);
  const mode = living.some(({ name }) => name === 'stack') ? 'local' : contained.length > 0 ? 'docker' : 'stopped';
  const parts = mode === 'docker' ? contained.map(ofContainer) : LOCAL.map((name) => ofProcess(name, living));
  if (mode === 'stopped')
    return {
      ...nothing,
      mode,
      parts,
      troubles: [{ what: 'TaskBench is not running.', remedy: './RunTaskBench.sh up --detach starts it.' }],
    };
  const figures = await readFigures(settings.apiUrl);
  const page = await fetch(`${settings.webUrl}/favicon.svg`, { signal: AbortSignal.timeout(3_000) }).catch(() => null);
  const troubles = [
    ...parts.filter(({ state }) => state !== 'running').flatMap(missing),
    ...(page?.ok
      ? []
      : [{ what: `The page does not answer at ${settings.webUrl}.`, remedy: './RunTaskBench.sh logs web says why.' }]),
    ...(figures
      ? troublesOf(figures)
      : [
          {
            what: `The services do not answer at ${settings.apiUrl}.`,
            remedy: './RunTaskBench.sh logs services says why; they are started again by themselves.',
          },
        ]),
  ];
  return { ...(figures ? shown(figures) : nothing), mode, parts, troubles };
}

const nothing = { events: null, lag: {}, calls: {}, dead_letters: 0 };

const ofContainer = ({ Service, State, Health, Status: text }: ReturnType<typeof containers>[number]): Part => ({
  name: Service,
  state:
    (State === 'running' && Health !== 'unhealthy') || (Service === 'migrator' && text.includes('(0)'))
      ? 'running'
      : State,
  detail: text,
});

function ofProcess(name: string, living: ReturnType<StackState['living']>): Part {
  const member = living.find((one) => one.name === name);
  if (!member) return { name, state: 'stopped', detail: '' };
  const age = Math.round((Date.now() - Date.parse(member.started_at)) / 1000);
  return { name, state: 'running', detail: `pid ${member.pid}, ${age} s${member.url ? `, ${member.url}` : ''}` };
}

// Servers of the person's own, and a simulator that is not needed, are no trouble.
function missing({ name }: Part): Trouble[] {
  const given = { postgres: 'DATABASE_URL', nats: 'NATS_URL' }[name];
  if (given && process.env[given]) return [];
  if (name === 'simulator' && (process.env['LLM_BASE_URL'] || process.env['OPENROUTER_API_KEY'])) return [];
  return [
    {
      what: `${name} does not run.`,
      remedy: `./RunTaskBench.sh logs ${name} says why; it is started again by itself.`,
    },
  ];
}

function troublesOf(figures: Figures): Trouble[] {
  const down = byLabel(figures, 'taskbench_up').filter(([, up]) => up === 0);
  const late = Object.entries(shown(figures).lag).filter(([, events]) => events > MUCH);
  const letters = shown(figures).dead_letters;
  const doubts = figures.get('taskbench_calls_in_doubt') ?? 0;
  return [
    ...down.map(([part]) => ({
      what: `The services do not reach ${part}.`,
      remedy: 'They go on by themselves when it is back; nothing is lost.',
    })),
    ...late.map(([name, events]) => ({
      what: `${name} is ${events} events behind.`,
      remedy: 'It catches up by itself; if the number grows, see ./RunTaskBench.sh logs services.',
    })),
    ...(letters > 0
      ? [
          {
            what: `${letters} events could not be handled and were set aside.`,
            remedy: './RunTaskBench.sh doctor lists them and tries them again.',
          },
        ]
      : []),
    ...(doubts > 0
      ? [
          {
            what: `${doubts} calls are in doubt: the process that made them died.`,
            remedy: 'They are tried again, or held for you, as their evaluation says.',
          },
        ]
      : []),
  ];
}

function shown(figures: Figures) {
  const lags = [
    ...byLabel(figures, 'taskbench_projection_lag_events'),
    ...byLabel(figures, 'taskbench_consumer_lag_events'),
  ];
  const relay = figures.get('taskbench_relay_lag_events');
  return {
    events: figures.get('taskbench_events') ?? null,
    lag: Object.fromEntries([...lags, ...(relay === undefined ? [] : [['relay', relay] as const])]),
    calls: Object.fromEntries(byLabel(figures, 'taskbench_calls').filter(([, calls]) => calls > 0)),
    dead_letters: byLabel(figures, 'taskbench_dead_letters').reduce((sum, [, open]) => sum + open, 0),
  };
}

/** The status for a person: what runs, how far it is, and a line for each trouble. */
export function statusLines({ mode, parts, events, lag, calls, dead_letters, troubles }: Status): string {
  const behind = Object.entries(lag).filter(([, count]) => count > 0);
  return [
    ...parts.map(({ name, state, detail }) => `${name.padEnd(10)} ${state.padEnd(8)} ${detail}`.trimEnd()),
    ...(mode === 'stopped' || events === null
      ? []
      : [
          '',
          `log        ${events} events, ${behind.length === 0 ? 'everything up to date' : behind.map(([name, count]) => `${name} ${count} behind`).join(', ')}`,
          `calls      ${
            Object.entries(calls)
              .map(([state, count]) => `${count} ${state}`)
              .join(', ') || 'none yet'
          }`,
          `set aside  ${dead_letters}`,
        ]),
    ...troubles.map(({ what, remedy }) => `\n! ${what}\n  ${remedy}`),
  ].join('\n');
}
