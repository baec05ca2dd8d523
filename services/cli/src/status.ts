import { containers } from './docker.ts';
import { byLabel, readFigures, type Figures } from './figures.ts';
import type { Settings } from './settings.ts';
import { StackState, type Member } from './state.ts';

/** A part of the stack and how it is. */
interface Part {
  readonly name: string;
  readonly state: string;
  readonly detail: string;
}

/** What is wrong, with which part, and what to do about it. */
export interface Trouble {
  readonly of: string;
  readonly what: string;
  readonly remedy: string;
}

export interface Status {
  readonly mode: 'local' | 'docker' | 'stopped';
  readonly parts: readonly Part[];
  /** Where the page answers; null when it does not. */
  readonly page: string | null;
  readonly events: number | null;
  readonly lag: Readonly<Record<string, number>>;
  readonly calls: Readonly<Record<string, number>>;
  readonly dead_letters: number;
  readonly troubles: readonly Trouble[];
}

const LOCAL = ['stack', 'postgres', 'nats', 'simulator', 'services', 'web'];
/** Behind this many events something is slow or stuck; less is the pace of the work. */
const MUCH = 2_000;
const PATIENCE_MS = 4_000;

/** Looks at everything that runs and answers; what hangs is not waited for longer than some seconds. */
export async function status(settings: Settings): Promise<Status> {
  const state = new StackState(settings.home);
  const living = state.living();
  const local = living.some(({ name }) => name === 'stack');
  const contained = local ? [] : containers(settings);
  const mode = local ? 'local' : contained.length > 0 ? 'docker' : 'stopped';
  if (mode === 'stopped')
    return { ...nothing, mode, parts: LOCAL.map((name) => ofProcess(name, living)), troubles: ofStopped(living) };
  // Servers of the person's own are not among what was started, nor is a simulator that is not needed.
  const started = new Set(['services', 'web', ...state.noted().map(({ name }) => name)]);
  const parts =
    mode === 'docker'
      ? contained.map(ofContainer)
      : LOCAL.filter((name) => started.has(name)).map((name) => ofProcess(name, living));
  const [figures, page, waits] = await Promise.all([
    readFigures(settings.apiUrl, PATIENCE_MS),
    answer(`${settings.webUrl}/favicon.svg`),
    answer(`${settings.apiUrl}/readyz`),
  ]);
  const troubles = [
    ...parts.filter(({ state }) => state !== 'running').map(mode === 'docker' ? endedContainer : ended),
    ...(page?.ok ? [] : [pageIsAway(settings)]),
    ...(figures ? troublesOf(figures) : [servicesAreAway(settings)]),
  ];
  return {
    ...(figures ? shown(figures) : nothing),
    mode,
    parts,
    page: page?.ok ? settings.webUrl : null,
    troubles: [...troubles, ...(troubles.length === 0 ? await notReady(waits) : [])],
  };
}

const answer = (url: string): Promise<Response | null> =>
  fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);

function ofStopped(living: readonly Member[]): Trouble[] {
  const left = living.map(({ name }) => name).join(', ');
  return left
    ? [
        {
          of: 'stack',
          what: `What keeps TaskBench running has ended; left are ${left}.`,
          remedy: './RunTaskBench.sh down ends them, then up starts all anew. Nothing is lost.',
        },
      ]
    : [{ of: 'stack', what: 'TaskBench is not running.', remedy: './RunTaskBench.sh up --detach starts it.' }];
}

const pageIsAway = ({ webUrl }: Settings): Trouble => ({
  of: 'web',
  what: `The page does not answer at ${webUrl}.`,
  remedy: './RunTaskBench.sh logs web says why; if it hangs, down and up start it anew.',
});

const servicesAreAway = ({ apiUrl }: Settings): Trouble => ({
  of: 'services',
  what: `The services do not answer at ${apiUrl}.`,
  remedy: './RunTaskBench.sh logs services says why; if they hang, down and up start them anew. Nothing is lost.',
});

/** What the services themselves say that stands in their way. */
async function notReady(response: Response | null): Promise<Trouble[]> {
  if (!response || response.ok) return [];
  const { detail = 'The services are not ready.' } = (await response.json().catch(() => ({}))) as { detail?: string };
  return [{ of: 'services', what: detail, remedy: './RunTaskBench.sh logs services says more.' }];
}

const nothing = { page: null, events: null, lag: {}, calls: {}, dead_letters: 0 };

const ofContainer = ({ Service, State, Health, Status: text }: ReturnType<typeof containers>[number]): Part => ({
  name: Service,
  state:
    Service === 'migrator' && text.includes('(0)')
      ? 'running'
      : State === 'running' && Health === 'unhealthy'
        ? Health
        : State,
  detail: text,
});

function ofProcess(name: string, living: ReturnType<StackState['living']>): Part {
  const member = living.find((one) => one.name === name);
  if (!member) return { name, state: 'stopped', detail: '' };
  const age = Math.round((Date.now() - Date.parse(member.started_at)) / 1000);
  return { name, state: 'running', detail: `pid ${member.pid}, ${age} s${member.url ? `, ${member.url}` : ''}` };
}

const ended = ({ name }: Part): Trouble => ({
  of: name,
  what: `${name} does not run.`,
  remedy: `./RunTaskBench.sh logs ${name} says why; it is started again by itself.`,
});

const endedContainer = ({ name, state }: Part): Trouble => ({
  of: name,
  what: `${name} is ${state}.`,
  remedy: `./RunTaskBench.sh logs ${name} says why; ./RunTaskBench.sh up --docker starts what does not run.`,
});

function troublesOf(figures: Figures): Trouble[] {
  const down = byLabel(figures, 'taskbench_up').filter(([, up]) => up === 0);
  const late = Object.entries(shown(figures).lag).filter(([, events]) => events > MUCH);
  const letters = shown(figures).dead_letters;
  const doubts = figures.get('taskbench_calls_in_doubt') ?? 0;
  return [
    ...down.map(([part]) => ({
      of: part,
      what: `The services do not reach ${part}.`,
      remedy: './RunTaskBench.sh doctor looks why. They go on by themselves when it is back; nothing is lost.',
    })),
    ...late.map(([name, events]) => ({
      of: name,
      what: `${name} is ${events} events behind.`,
      remedy: 'It catches up by itself; if the number grows, see ./RunTaskBench.sh logs services.',
    })),
    ...(letters > 0
      ? [
          {
            of: 'set aside',
            what: `${letters} events could not be handled and were set aside.`,
            remedy: './RunTaskBench.sh doctor lists them; doctor --redrive all tries them again.',
          },
        ]
      : []),
    ...(doubts > 0
      ? [
          {
            of: 'calls',
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
